/** Where pods go, and what the scheduler says when they go nowhere. */
import { describe, expect, it } from 'vitest';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { fakeNode } from '../testing/fake-node.ts';

const pod = (name: string, spec: object = {}, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'app', image: 'nginx:1.27' }], ...spec },
  status: { phase: 'Pending' },
});
const asking = (name: string, requests: object, spec: object = {}) =>
  pod(name, { containers: [{ name: 'app', image: 'nginx:1.27', resources: { requests } }], ...spec });
const nodeOf = (c: TestCluster, name: string) => c.get(pods, name).spec.nodeName;
const why = (p: Pod) => p.status.conditions?.find((c) => c.type === 'PodScheduled')?.message;

describe('the scheduler', () => {
  it('writes under its own name', () => {
    const c = new TestCluster()
      .apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'app', image: 'nginx' }] } })
      .settle();
    expect(c.pods()[0]?.metadata.managedFields?.map((f) => f.manager)).toContain('kube-scheduler');
  });

  it('binds pods, which then run', () => {
    const c = new TestCluster().nodes(2).apply(pod('a'), pod('b')).settle();
    expect([nodeOf(c, 'a'), nodeOf(c, 'b')].sort()).toEqual(['n1', 'n2']);
    c.expectPods({ ready: 2 });
    expect(c.events('a')).toContain(`Scheduled: Successfully assigned default/a to ${nodeOf(c, 'a')}`);
    c.expectQuiet();
  });

  it("says why a pod fits nowhere, in Kubernetes' words", () => {
    const c = new TestCluster()
      .apply(
        fakeNode('n1', { cpu: '2' }),
        fakeNode('n2', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
        fakeNode('n3', { labels: { disk: 'tape' } }),
      )
      .apply(asking('big', { cpu: '3' }, { nodeSelector: { 'kubernetes.io/os': 'linux' } }), pod('ssd', { nodeSelector: { disk: 'ssd' } }))
      .settle();
    expect(nodeOf(c, 'big')).toBe('n3');
    expect(why(c.get(pods, 'ssd'))).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
    c.expectQuiet();
  });

  it('says so where there are no nodes, and places the pod once there is one', () => {
    const c = new TestCluster().apply(pod('a')).settle();
    expect(why(c.get(pods, 'a'))).toBe('no nodes available to schedule pods');
    c.nodes(1).advance('10s').expectPods({ ready: 1 });
  });

  it('puts what it writes of a pod down to what let that pod in, not to what let others in meanwhile', () => {
    const near = { labelSelector: { matchLabels: { app: 'x' } }, topologyKey: 'kubernetes.io/hostname' };
    const c = new TestCluster()
      .apply(fakeNode('n1', { labels: { disk: 'tape' } }))
      .apply(pod('a', { nodeSelector: { disk: 'ssd' } }))
      .apply(pod('b', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } }))
      .advance('0s');
    c.apply(fakeNode('n2', { labels: { disk: 'ssd' } })).advance('300ms');
    c.apply(pod('x', { nodeName: 'n1' }, { app: 'x' })).advance('30s');
    const because = (name: string) => {
      const bound = c.log.since(0, Infinity).find((e) => e.key === `core/pods/default/${name}` && (e.value as Pod).spec.nodeName);
      return c.log.since((bound?.cause ?? 0) - 1, 1)[0]?.key;
    };
    expect([because('a'), because('b')]).toEqual(['core/nodes//n2', 'core/pods/default/x']);
  });

  it('waits a second after a failed attempt, then twice as long', () => {
    const c = new TestCluster().apply(pod('a')).advance('0s').nodes(1).advance('900ms').expectPods({ pending: 1 });
    c.advance('200ms').expectPods({ ready: 1 });
  });

  it('takes less important pods away to make room', () => {
    const c = new TestCluster()
      .apply(fakeNode('n1', { cpu: '2' }))
      .apply(asking('low', { cpu: '2' }))
      .settle()
      .apply(
        { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
        asking('vip', { cpu: '2' }, { priorityClassName: 'high' }),
      )
      .settle();
    expect(c.pods().map((p) => p.metadata.name)).toEqual(['vip']);
    expect(nodeOf(c, 'vip')).toBe('n1');
    expect(c.events('low').at(-1)).toMatch(/^Preempted: Preempted by pod .* on node n1$/);
  });

  it('leaves gated pods, and those of other schedulers, alone', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(pod('gated', { schedulingGates: [{ name: 'g' }] }), pod('other', { schedulerName: 'mine' }))
      .settle();
    expect([nodeOf(c, 'gated'), nodeOf(c, 'other')]).toEqual([undefined, undefined]);
    expect(c.events('other')).toEqual([]);
  });

  it('does the same after a restart', () => {
    const run = (restart: boolean) => {
      let c = new TestCluster().apply(pod('a'), asking('b', { cpu: '3' })).advance('500ms');
      if (restart) c = c.restart();
      c.nodes(2).advance('1m');
      return c.writes().map((w) => `${w.atMs} ${w.actor} ${w.key} ${JSON.stringify(w.value)}`);
    };
    expect(run(true)).toEqual(run(false));
  });

  it('prefers the emptier node', () => {
    const c = new TestCluster()
      .nodes(2)
      .apply(asking('big', { cpu: '3', memory: '8Gi' }, { nodeSelector: { 'kubernetes.io/hostname': 'n1' } }))
      .settle()
      .apply(asking('b', { cpu: '500m', memory: '1Gi' }))
      .settle();
    expect(nodeOf(c, 'b')).toBe('n2');
    expect(c.get(nodes, 'n2').status.conditions?.find((x) => x.type === 'Ready')?.status).toBe('True');
  });
});
