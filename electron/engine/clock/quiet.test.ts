/** What can go on for ever does not make time run away: it settles into its back-off, and time then walks. */
import { describe, expect, it } from 'vitest';
import { pods } from '#shared/kinds/core/pod.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const pool = (replicas: number) => ({
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  metadata: { name: 'web' },
  spec: { machineType: 'medium', replicas },
});
const template = (annotations: object, spec: object = {}) => ({
  metadata: { labels: { app: 'web' }, annotations },
  spec: { containers: [{ name: 'c', image: 'registry.example/app:1' }], ...spec },
});
const deployment = (annotations: object, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template(annotations, spec) },
});

/** Runs until quiet; how long that took, in seconds of virtual time. */
function settled(c: TestCluster): number {
  const from = c.cluster.now;
  expect(c.cluster.advanceUntilQuiet(from + 3_600_000)).toBe(true);
  return (c.cluster.now - from) / 1000;
}
const running = () => {
  const c = new TestCluster().apply(pool(1)).settle();
  return c;
};
const waiting = (c: TestCluster) => c.pods({ app: 'web' })[0]?.status.containerStatuses?.[0]?.state?.waiting?.reason;

describe('time as fast as possible', () => {
  it('walks once a container that crashes is in its back-off, and the back-off goes on', () => {
    const c = running().apply(deployment({ 'behaviour.drydock.dev/exits': '1', 'behaviour.drydock.dev/exit-after': '2s' }));
    expect(settled(c)).toBeLessThan(60);
    expect(waiting(c)).toBe('CrashLoopBackOff');
    expect(settled(c.advance('30m'))).toBeLessThan(1);
    expect(c.pods()[0]?.status.containerStatuses?.[0]?.restartCount).toBeGreaterThan(6);
  });

  it('walks once an image that is not there is waited for, and past the deadline of the rollout', () => {
    const c = running().apply(deployment({ 'behaviour.drydock.dev/image-exists': 'false' }));
    expect(settled(c)).toBeLessThan(60);
    expect(waiting(c)).toBe('ImagePullBackOff');
    const progress = () => c.get(deployments, 'web').status.conditions?.find((x) => x.type === 'Progressing')?.reason;
    expect([progress(), c.advance('11m') && progress()]).toEqual(['ReplicaSetUpdated', 'ProgressDeadlineExceeded']);
  });

  it('walks where a pod fits nowhere', () => {
    expect(settled(running().apply(deployment({}, { nodeSelector: { disk: 'none' } })))).toBeLessThan(5);
  });

  it('walks where a service account is missing; the pods come once it is there', () => {
    const c = running().apply(deployment({}, { serviceAccountName: 'later' }));
    expect(settled(c)).toBeLessThan(5);
    expect(c.pods()).toEqual([]);
    c.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'later' } })
      .advance('5s')
      .settle()
      .expectPods({ ready: 1 });
  });

  it('walks where a budget holds a node that is to go, which goes as soon as the budget does', () => {
    const c = new TestCluster()
      .apply(pool(1))
      .settle()
      .apply(deployment({}))
      .settle()
      .apply({
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web' },
        spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } },
      })
      .settle()
      .change(nodePools, 'web', (p) => ({ ...p, spec: { ...p.spec, replicas: 0 } }));
    expect(settled(c)).toBeLessThan(5);
    expect(c.list(nodes).length).toBe(1);
    c.delete(podDisruptionBudgets, 'web').settle();
    expect([c.list(nodes).length, c.list(pods).filter((p) => p.spec.nodeName).length]).toEqual([0, 0]);
  });

  it('jumps to the end of work that ends', () => {
    const c = running().apply({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'web' },
      spec: {
        template: {
          ...template({ 'behaviour.drydock.dev/exit-after': '20m' }),
          spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'registry.example/app:1' }] },
        },
      },
    });
    expect(settled(c)).toBeGreaterThan(1200);
    c.expectPods({ succeeded: 1 }, { app: 'web' });
  });
});
