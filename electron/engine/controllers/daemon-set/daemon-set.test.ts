import { describe, expect, it } from 'vitest';
import { controllerRevisions } from '#shared/kinds/apps/controller-revision.ts';
import { daemonSets } from '#shared/kinds/apps/daemon-set.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { fakeNode } from '../../testing/fake-node.ts';
import { instantKubelet, type Fate } from '../../testing/instant-kubelet.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { nodeOf } from './placement.ts';
import { daemonSetController } from './daemon-set-controller.ts';

const agent = (image = 'agent:1', spec = {}, template = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'app', image }], ...template } },
    ...spec,
  },
});
const where = (c: TestCluster) => c.pods().map(nodeOf).sort();
const images = (c: TestCluster) =>
  c
    .pods()
    .map((p) => p.spec.containers[0]?.image)
    .sort();
const status = (c: TestCluster) => c.get(daemonSets, 'agent').status;
/** Pods on their nodes at once, as the fate has it. */
function still(fate: (p: Pod) => Fate, n: number): TestCluster {
  const c = new TestCluster({ loops: [daemonSetController, instantKubelet(fate)] }).nodes(n);
  for (const {
    metadata: { name },
  } of c.list(nodes))
    c.change(nodes, name, (o) => ({ ...o, spec: {} })); // as its lifecycle controller would
  return c;
}

describe('DaemonSet', () => {
  it('runs a pod on each node, also on those that come later', () => {
    const c = new TestCluster().nodes(2).apply(agent()).settle().expectPods({ ready: 2 });
    expect(status(c)).toEqual({
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
    });
    c.apply(fakeNode('n3')).settle();
    expect(where(c)).toEqual(['n1', 'n2', 'n3']);
    expect(c.pods()[0]?.metadata.labels).toEqual({
      app: 'agent',
      'controller-revision-hash': expect.any(String) as string,
      'pod-template-generation': '1',
    });
    c.expectQuiet();
  });

  it('only where its selector and the taints let it, whatever ails the node', () => {
    const c = new TestCluster().apply(
      fakeNode('disk', { labels: { disk: 'ssd' } }),
      fakeNode('tape'),
      fakeNode('gpu', { labels: { disk: 'ssd' }, taints: [{ key: 'gpu', effect: 'NoSchedule' }] }),
      fakeNode('cordoned', { labels: { disk: 'ssd' } }),
    );
    c.change(nodes, 'cordoned', (n) => ({ ...n, spec: { ...n.spec, unschedulable: true } }))
      .settle()
      .apply(agent('a', {}, { nodeSelector: { disk: 'ssd' } }))
      .settle();
    expect(where(c)).toEqual(['cordoned', 'disk']);
    c.change(nodes, 'disk', (n) => ({ ...n, metadata: { ...n.metadata, labels: {} } })).settle();
    expect(where(c)).toEqual(['cordoned']);
  });

  it('gives up a pod that has yet to come to a node which is gone', () => {
    const c = new TestCluster()
      .nodes(1, { cpu: '1' })
      .apply(agent('a', {}, { containers: [{ name: 'app', image: 'a', resources: { requests: { cpu: '2' } } }] }))
      .settle()
      .expectPods({ pending: 1 });
    c.delete(nodes, 'n1').settle().expectPods(0);
  });

  it('leaves a pod where a taint only keeps new ones away', () => {
    const c = new TestCluster().nodes(1).apply(agent()).settle();
    c.change(nodes, 'n1', (n) => ({ ...n, spec: { ...n.spec, taints: [{ key: 'k', effect: 'NoSchedule' }] } }))
      .settle()
      .expectPods({ ready: 1 });
    expect(status(c)).toMatchObject({ desiredNumberScheduled: 0, numberMisscheduled: 1 });
  });

  it('rolls out a new template node by node', () => {
    let ready = true;
    const c = still((p) => (p.spec.containers[0]?.image === 'agent:2' && !ready ? 'unready' : 'ready'), 3)
      .apply(agent())
      .advance('0s');
    ready = false;
    c.apply(agent('agent:2')).advance('0s');
    expect([images(c), status(c)]).toMatchObject([['agent:1', 'agent:1', 'agent:2'], { updatedNumberScheduled: 1, numberUnavailable: 1 }]);
    ready = true;
    c.change(pods, c.pods().find((p) => p.spec.containers[0]?.image === 'agent:2')?.metadata.name ?? '', (p) => ({
      ...p,
      metadata: { ...p.metadata, annotations: { look: 'again' } },
    }))
      .advance('0s')
      .expectPods({ ready: 3 });
    expect([images(c), c.list(controllerRevisions).map((r) => r.revision)]).toEqual([
      ['agent:2', 'agent:2', 'agent:2'],
      [1, 2],
    ]);
  });

  it('with surge: the new pod is there before the old one goes', () => {
    const surge = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
    const c = still((p) => (p.spec.containers[0]?.image === 'agent:2' ? 'unready' : 'ready'), 2)
      .apply(agent('agent:1', surge))
      .advance('0s')
      .apply(agent('agent:2', surge))
      .advance('0s');
    expect(images(c)).toEqual(['agent:1', 'agent:1', 'agent:2']);
  });

  it('on delete: changes a pod only when somebody deletes it', () => {
    const onDelete = { updateStrategy: { type: 'OnDelete' } };
    const c = still(() => 'ready', 2)
      .apply(agent('agent:1', onDelete))
      .advance('0s')
      .apply(agent('agent:2', onDelete))
      .advance('0s');
    expect(images(c)).toEqual(['agent:1', 'agent:1']);
    c.delete(pods, c.pods()[0]?.metadata.name ?? '').advance('0s');
    expect(images(c)).toEqual(['agent:1', 'agent:2']);
  });

  it('replaces pods that fail, later each time', () => {
    const c = still(() => 1, 1)
      .apply(agent())
      .advance('0s')
      .advance('10s');
    const said = c.events('agent').filter((e) => e.startsWith('FailedDaemonPod'));
    expect(said[0]).toMatch(/^FailedDaemonPod: Found failed daemon pod default\/agent-[a-z0-9]{5} on node n1, will try to kill it$/);
    expect(said.length).toBe(4);
  });

  it('keeps as much history as it is told to', () => {
    const c = still(() => 'ready', 1);
    for (const v of [1, 2, 3, 4]) c.apply(agent(`agent:${v}`, { revisionHistoryLimit: 1 })).advance('0s');
    expect(c.list(controllerRevisions).map((r) => r.revision)).toEqual([3, 4]);
  });
});
