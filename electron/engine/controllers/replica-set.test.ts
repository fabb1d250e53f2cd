import { ApiError } from '#shared/api/errors.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { replicationControllers } from '#shared/kinds/core/replication-controller.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { describe, expect, it } from 'vitest';
import { instantKubelet, type Fate } from '../testing/instant-kubelet.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { replicaSetController } from './replica-set.ts';
import { replicationControllerController } from './replication-controller.ts';

const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'nginx' }] } };
const web = (replicas: number, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: labels }, template, ...more },
});
const orphan = (name: string, its = labels) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: its }, spec: template.spec });
const start = (fate?: (p: Pod) => Fate) =>
  new TestCluster({ loops: [replicaSetController, replicationControllerController, instantKubelet(fate)] });
const annotate = (name: string, annotations: Record<string, string>) => (c: TestCluster) =>
  c.change(pods, name, (p) => ({ ...p, metadata: { ...p.metadata, annotations } }));

describe('ReplicaSet', () => {
  it('keeps as many pods as asked for and counts them', () => {
    const cluster = start().apply(web(3)).advance('0s').expectPods({ total: 3, ready: 3 });
    expect(cluster.get(replicaSets, 'web').status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    expect(cluster.pods()[0]?.metadata).toMatchObject({
      generateName: 'web-',
      labels,
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true, blockOwnerDeletion: true }],
    });
    expect([...cluster.events('web')].sort()).toEqual(cluster.pods().map((p) => `SuccessfulCreate: Created pod: ${p.metadata.name}`));
    cluster.expectQuiet();
  });

  it('replaces what is deleted or has ended', () => {
    const cluster = start().apply(web(2)).advance('0s');
    const [a, b] = cluster.pods();
    cluster
      .delete(pods, a?.metadata.name ?? '')
      .advance('0s')
      .expectPods({ ready: 2 });
    cluster
      .changeStatus(pods, b?.metadata.name ?? '', (p) => ({ ...p, status: { ...p.status, phase: 'Failed' } }))
      .advance('0s')
      .expectPods({ running: 2, failed: 1, total: 3 });
  });

  it('scales down, and says which pods went', () => {
    const cluster = start().apply(web(3)).advance('0s').apply(web(1)).advance('0s').expectPods(1);
    expect(cluster.events('web').filter((e) => e.startsWith('SuccessfulDelete: Deleted pod: web-'))).toHaveLength(2);
    cluster.expectQuiet();
  });

  it('gives up what is cheapest first, and what is not ready before that', () => {
    let unready = '';
    const cluster = start((p) => (p.metadata.name === unready ? 'unready' : 'ready'))
      .apply(web(3))
      .advance('0s');
    const [a, b, c] = cluster.pods().map((p) => p.metadata.name) as [string, string, string];
    annotate(a, { 'controller.kubernetes.io/pod-deletion-cost': '10' })(cluster);
    annotate(b, { 'controller.kubernetes.io/pod-deletion-cost': '-5' })(cluster);
    unready = c;
    annotate(c, { touched: 'yes' })(cluster);
    expect(
      cluster
        .advance('0s')
        .apply(web(2))
        .advance('0s')
        .pods()
        .map((p) => p.metadata.name),
    ).toEqual([a, b]);
    expect(
      cluster
        .apply(web(1))
        .advance('0s')
        .pods()
        .map((p) => p.metadata.name),
    ).toEqual([a]);
  });

  it('adopts pods that it selects and nobody controls, and releases those that it no longer selects', () => {
    const cluster = start()
      .apply(orphan('stray'), orphan('other', { app: 'db' }), web(2))
      .advance('0s')
      .expectPods(2, labels);
    expect(cluster.get(pods, 'stray').metadata.ownerReferences).toMatchObject([{ name: 'web' }]);
    expect(cluster.get(pods, 'other').metadata.ownerReferences).toBeUndefined();
    cluster
      .change(pods, 'stray', (p) => ({ ...p, metadata: { ...p.metadata, labels: { app: 'gone' } } }))
      .advance('0s')
      .expectPods(2, labels)
      .expectPods(4);
    expect(cluster.get(pods, 'stray').metadata.ownerReferences).toBeUndefined();
    cluster.expectQuiet();
  });

  it('deletes an orphan that turns up when it has enough', () => {
    start().apply(web(1)).advance('10s').apply(orphan('stray')).advance('0s').expectPods(1);
  });

  it('counts a pod as available once it has been ready long enough', () => {
    const cluster = start()
      .apply(web(2, { minReadySeconds: 10 }))
      .advance('9s');
    expect(cluster.get(replicaSets, 'web').status).toMatchObject({ readyReplicas: 2 });
    expect(cluster.get(replicaSets, 'web').status.availableReplicas).toBeUndefined();
    expect(cluster.restart().advance('1s').get(replicaSets, 'web').status.availableReplicas).toBe(2);
  });

  it('says why it cannot create pods, and tries again', () => {
    let forbidden = true;
    const refusal = () => new ApiError('Forbidden', 'pods "web-" is forbidden: exceeded quota');
    const cluster = start();
    (cluster.cluster.core as { admission: unknown }).admission = [
      {
        name: 'no-pods',
        resources: ['core/pods'],
        validate: () => {
          if (forbidden) throw refusal();
        },
      },
    ];
    cluster.apply(web(3)).advance('0s').expectPods(0);
    expect(cluster.get(replicaSets, 'web').status.conditions).toMatchObject([
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: refusal().message },
    ]);
    expect(cluster.advance('10ms').events('web')).toEqual([`FailedCreate: Error creating: ${refusal().message} (x3)`]);
    forbidden = false;
    expect(cluster.settle().expectPods({ ready: 3 }).get(replicaSets, 'web').status.conditions).toBeUndefined();
  });

  it('does nothing for one that is being deleted', () => {
    const cluster = start()
      .apply({ ...web(2), metadata: { name: 'web', finalizers: ['example.com/hold'] } })
      .advance('0s')
      .delete(replicaSets, 'web');
    cluster
      .delete(pods, cluster.pods()[0]?.metadata.name ?? '')
      .advance('1m')
      .expectPods(1);
  });

  it('makes thousands of pods, in bursts of 500', () => {
    const cluster = start().apply(web(1200)).advance('0s').expectPods({ ready: 1200 });
    expect(cluster.get(replicaSets, 'web').status.replicas).toBe(1200);
  });
});

describe('ReplicationController', () => {
  it('keeps as many pods as asked for', () => {
    const rc = {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'web' },
      spec: { replicas: 2, selector: labels, template },
    };
    const cluster = start().apply(rc).advance('0s').expectPods({ ready: 2 });
    expect(cluster.get(replicationControllers, 'web').status).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      observedGeneration: 1,
    });
    expect(cluster.events('web')).toHaveLength(2);
    cluster.expectQuiet();
  });
});
