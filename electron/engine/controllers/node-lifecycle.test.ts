/** What becomes of nodes that fail, and of their pods. */
import { describe, expect, it } from 'vitest';
import { events } from '#shared/kinds/core/event.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import { fakeNode } from '../testing/fake-node.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const SOON = [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }];
const pod = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'nginx' }], tolerations: SOON, ...spec },
  status: { phase: 'Pending' },
});
const switchOff = (c: TestCluster, name: string) =>
  c.change(nodes, name, (n: Node) => ({
    ...n,
    metadata: { ...n.metadata, annotations: { ...n.metadata.annotations, 'drydock.dev/state': 'down' } },
  }));
const switchOn = (c: TestCluster, name: string) =>
  c.change(nodes, name, ({ metadata: { annotations: { 'drydock.dev/state': _s, ...annotations } = {}, ...metadata }, ...n }: Node) => ({
    ...n,
    metadata: { ...metadata, annotations },
  }));
const taints = (c: TestCluster, name: string) =>
  (c.get(nodes, name).spec.taints ?? []).map((t) => `${t.key.split('/')[1]}:${t.effect}`).sort();
const ready = (c: TestCluster, name: string) => c.get(nodes, name).status.conditions?.find((x) => x.type === 'Ready')?.status;

describe('a node that goes down', () => {
  it('is Unknown after fifty seconds, and its pods are evicted five minutes later', () => {
    const c = switchOff(
      new TestCluster()
        .nodes(2)
        .apply(pod('a', { nodeName: 'n1' }))
        .settle(),
      'n1',
    ).advance('49s');
    expect([ready(c, 'n1'), taints(c, 'n1')]).toEqual(['True', []]);
    c.advance('2s');
    expect([ready(c, 'n1'), taints(c, 'n1')]).toEqual(['Unknown', ['unreachable:NoExecute', 'unreachable:NoSchedule']]);
    c.expectPods({ ready: 0, total: 1 });
    const evicted = 'TaintManagerEviction: Marking for deletion Pod default/a';
    expect(c.advance('298s').events('a')).not.toContain(evicted);
    expect(c.advance('2s').events('a')).toContain(evicted);
    c.expectQuiet();
  });

  it('comes back as if nothing had been', () => {
    const c = switchOn(
      switchOff(
        new TestCluster()
          .nodes(2)
          .apply(pod('a', { nodeName: 'n1' }))
          .settle(),
        'n1',
      ).advance('2m'),
      'n1',
    ).settle();
    expect([ready(c, 'n1'), taints(c, 'n1')]).toEqual(['True', []]);
    c.expectPods({ ready: 1 }).expectQuiet();
  });

  it('comes back in the very second it was found missing, and so do its pods', () => {
    const c = new TestCluster().nodes(1).apply(pod('a')).settle();
    c.changeStatus(nodes, 'n1', (n) => ({
      ...n,
      status: { ...n.status, conditions: (n.status.conditions ?? []).map((x) => (x.type === 'Ready' ? { ...x, status: 'False' } : x)) },
    }))
      .settle()
      .expectPods({ ready: 1 });
  });

  it('does not lose its pods where every node has failed at once', () => {
    const c = new TestCluster()
      .nodes(2)
      .apply(pod('a', { nodeName: 'n1' }))
      .settle();
    switchOff(switchOff(c, 'n1'), 'n2').advance('10m');
    expect(taints(c, 'n1')).toEqual(['unreachable:NoSchedule']);
    c.expectPods({ terminating: 0, total: 1 });
  });

  it('takes its turn in a zone where others fail too', () => {
    const c = new TestCluster().apply(...['a', 'b', 'c'].map((n) => fakeNode(n, { zone: 'x' })), fakeNode('d', { zone: 'y' })).settle();
    for (const n of ['a', 'b', 'c']) switchOff(c, n);
    const evicting = () => ['a', 'b', 'c'].filter((n) => taints(c, n).includes('unreachable:NoExecute')).length;
    expect([c.advance('51s') && evicting(), c.advance('10s') && evicting(), c.advance('10s') && evicting()]).toEqual([1, 2, 3]);
  });
});

describe('taints', () => {
  it('follow a cordon', () => {
    const c = new TestCluster()
      .nodes(1)
      .settle()
      .change(nodes, 'n1', (n) => ({ ...n, spec: { ...n.spec, unschedulable: true } }))
      .settle();
    expect(taints(c, 'n1')).toEqual(['unschedulable:NoSchedule']);
    c.change(nodes, 'n1', ({ spec: { unschedulable: _u, ...spec }, ...n }) => ({ ...n, spec })).settle();
    expect(taints(c, 'n1')).toEqual([]);
  });

  it('drive pods off that do not bear with them', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(pod('a'), pod('b', { tolerations: [{ key: 'k', operator: 'Exists' }] }))
      .settle();
    c.change(nodes, 'n1', (n) => ({ ...n, spec: { ...n.spec, taints: [{ key: 'k', effect: 'NoExecute' }] } })).settle();
    expect(c.pods().map((p) => p.metadata.name)).toEqual(['b']);
  });

  it('that a person puts on say no time, and are borne with for as long as the pod says from when it is there', () => {
    const taints = [{ key: 'k', effect: 'NoExecute' }];
    const bears = (seconds: number) => ({
      tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }],
    });
    const c = new TestCluster()
      .nodes(1, { taints })
      .apply(pod('a', bears(5)), pod('b', bears(3600)))
      .advance('4s')
      .expectPods(2);
    expect(
      c
        .advance('1s')
        .pods()
        .map((p) => p.metadata.name),
    ).toEqual(['b']);
    expect(c.settle().cluster.now).toBeLessThan(60_000);
    c.change(nodes, 'n1', ({ spec: { taints: _none, ...spec }, ...n }) => ({ ...n, spec })).advance('1s');
    expect(c.events('b')).toContain('TaintManagerEviction: Cancelling deletion of Pod default/b');
    c.advance('2h').expectPods(1);
  });

  it('that were there long before a pod are borne with from when the pod comes', () => {
    const taints = [{ key: 'k', effect: 'NoExecute', timeAdded: '2029-12-31T00:00:00Z' }];
    new TestCluster()
      .nodes(1, { taints })
      .apply(pod('a', { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }] }))
      .advance('4s')
      .expectPods({ running: 1 })
      .advance('2s')
      .expectPods(0);
  });
});

describe('a node', () => {
  it('is said to have come and gone, and says for how long its kubelet may keep what it was told', () => {
    const c = new TestCluster().nodes(1).settle();
    expect(c.events('n1')).toContain('RegisteredNode: Node n1 event: Registered Node n1 in Controller');
    expect(c.get(nodes, 'n1').metadata.annotations?.['node.alpha.kubernetes.io/ttl']).toBe('0');
    const again = c.expectQuiet().delete(nodes, 'n1').settle();
    expect(again.list(events).map((e) => e.message)).toContain('Node n1 event: Removing Node n1 from Controller');
  });
});

describe('a node that is deleted', () => {
  it('takes them after forty seconds, and a taint after as long as they say, also if the design is opened anew in between', () => {
    const left = (c: TestCluster) => c.advance('25s').restart().advance('14s').expectPods(1).advance('1s').expectPods(0);
    left(new TestCluster().nodes(1).apply(pod('a')).settle().delete(nodes, 'n1'));
    const bears = { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 40 }] };
    const tainted = new TestCluster().nodes(1).apply(pod('a', bears)).advance('500ms');
    left(tainted.change(nodes, 'n1', (n) => ({ ...n, spec: { ...n.spec, taints: [{ key: 'k', effect: 'NoExecute' }] } })));
  });

  it('takes its pods with it after forty seconds', () => {
    const c = new TestCluster()
      .nodes(2)
      .apply(pod('a', { nodeName: 'n1' }))
      .settle()
      .delete(nodes, 'n1')
      .settle()
      .advance('39s');
    expect(c.get(pods, 'a').status.conditions?.find((x) => x.type === 'DisruptionTarget')).toBeUndefined();
    c.advance('2s').expectPods(0);
    const last = c.writes().findLast((w) => !w.deleted && w.key.includes('/pods/'))?.value as Pod | undefined;
    expect([last?.status.phase, last?.status.conditions?.find((x) => x.type === 'DisruptionTarget')?.message]).toEqual([
      'Failed',
      'PodGC: node no longer exists',
    ]);
  });
});
