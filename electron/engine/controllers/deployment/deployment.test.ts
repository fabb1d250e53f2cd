import { ApiError } from '#shared/api/errors.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { Deployment, Pod } from '#shared/kinds/types.ts';
import { describe, expect, it } from 'vitest';
import { instantKubelet, type Fate } from '../../testing/instant-kubelet.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { replicaSetController } from '../replica-set.ts';
import { deploymentController } from './deployment-controller.ts';

const labels = { app: 'web' };
const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
});
const template = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: 'app', image }] } });
const web = (image: string, replicas = 4, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    strategy: rolling('25%', '25%'),
    template: template(image),
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    ...more,
  },
});
const start = (fate?: (p: Pod) => Fate) => new TestCluster({ loops: [deploymentController, replicaSetController, instantKubelet(fate)] });
const imageOf = (p: Pod) => p.spec.containers[0]?.image ?? '';
const never =
  (image: string) =>
  (p: Pod): Fate =>
    imageOf(p) === image ? 'unready' : 'ready';

const condition = (c: TestCluster, type: string) => {
  const found = c.get(deployments, 'web').status.conditions?.find((x) => x.type === type);
  return found && `${found.status} ${found.reason}: ${found.message?.replace(/"web-[a-z0-9]+"/, '"web-HASH"')}`;
};
/** 'image revision replicas' of each ReplicaSet, oldest revision first. */
const sets = (c: TestCluster) =>
  c
    .list(replicaSets)
    .map(
      (rs) =>
        `${rs.spec.template?.spec?.containers[0]?.image} r${rs.metadata.annotations?.['deployment.kubernetes.io/revision']} ${rs.spec.replicas}`,
    )
    .sort((a, b) => Number(/r(\d+)/.exec(a)?.[1]) - Number(/r(\d+)/.exec(b)?.[1]));
const scalings = (c: TestCluster) =>
  c
    .events('web')
    .filter((e) => e.startsWith('ScalingReplicaSet'))
    .map((e) => e.replace(/web-[a-z0-9]+/, 'RS').slice('ScalingReplicaSet: '.length));
const patch = (c: TestCluster, spec: Partial<Deployment['spec']>) =>
  c.change(deployments, 'web', (d) => ({ ...d, spec: { ...d.spec, ...spec } }));

describe('Deployment', () => {
  it('makes a ReplicaSet of its template, which makes the pods', () => {
    const cluster = start().apply(web('a', 3)).advance('0s').expectPods({ ready: 3 });
    const [rs] = cluster.list(replicaSets);
    const hash = rs?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(rs?.metadata).toMatchObject({
      name: `web-${hash}`,
      labels: { app: 'web' },
      ownerReferences: [{ kind: 'Deployment', name: 'web' }],
    });
    expect(rs?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '1',
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
    });
    expect(rs?.spec.selector).toEqual({ matchLabels: { app: 'web', 'pod-template-hash': hash } });
    expect(cluster.get(deployments, 'web').status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
    });
    expect(condition(cluster, 'Available')).toBe('True MinimumReplicasAvailable: Deployment has minimum availability.');
    expect(condition(cluster, 'Progressing')).toBe('True NewReplicaSetAvailable: ReplicaSet "web-HASH" has successfully progressed.');
    expect(scalings(cluster)).toEqual(['Scaled up replica set RS from 0 to 3']);
    expect(cluster.get(deployments, 'web').metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    cluster.expectQuiet();
  });

  it('rolls out a new template within surge and availability', () => {
    const cluster = start().apply(web('a')).advance('0s').apply(web('b')).advance('0s').expectPods({ ready: 4, total: 4 });
    expect(sets(cluster)).toEqual(['a r1 0', 'b r2 4']);
    expect(scalings(cluster)).toEqual([
      'Scaled up replica set RS from 0 to 4',
      'Scaled up replica set RS from 0 to 1',
      'Scaled down replica set RS from 4 to 3',
      'Scaled up replica set RS from 1 to 2',
      'Scaled down replica set RS from 3 to 2',
      'Scaled up replica set RS from 2 to 3',
      'Scaled down replica set RS from 2 to 1',
      'Scaled up replica set RS from 3 to 4',
      'Scaled down replica set RS from 1 to 0',
    ]);
    cluster.expectQuiet();
  });

  it('stops a rollout whose pods do not become ready, and says so when the deadline has passed', () => {
    const cluster = start(never('b'))
      .apply(web('a', 4, { strategy: rolling(0, '50%'), progressDeadlineSeconds: 30 }))
      .advance('0s');
    cluster
      .apply(web('b', 4, { strategy: rolling(0, '50%'), progressDeadlineSeconds: 30 }))
      .advance('29s')
      .expectPods({ ready: 2, total: 4 });
    expect(sets(cluster)).toEqual(['a r1 2', 'b r2 2']);
    expect(cluster.get(deployments, 'web').status).toMatchObject({
      replicas: 4,
      updatedReplicas: 2,
      availableReplicas: 2,
      unavailableReplicas: 2,
    });
    expect(condition(cluster, 'Progressing')).toBe('True ReplicaSetUpdated: ReplicaSet "web-HASH" is progressing.');
    const later = cluster.restart().advance('3s');
    expect(condition(later, 'Progressing')).toBe('False ProgressDeadlineExceeded: ReplicaSet "web-HASH" has timed out progressing.');
    expect(condition(later, 'Available')).toBe('True MinimumReplicasAvailable: Deployment has minimum availability.');
    later.expectQuiet();
  });

  it('gives up unhealthy old pods first when a bad rollout is followed by another', () => {
    const cluster = start(never('bad'))
      .apply(web('a'))
      .advance('0s')
      .apply(web('bad'))
      .advance('0s')
      .apply(web('c'))
      .advance('0s')
      .expectPods({ ready: 4, total: 4 });
    expect(sets(cluster)).toEqual(['a r1 0', 'bad r2 0', 'c r3 4']);
  });

  it('recreates: the new pods come when the old ones are gone', () => {
    const cluster = start()
      .apply(web('a', 3, { strategy: { type: 'Recreate' } }))
      .advance('0s')
      .apply(web('b', 3, { strategy: { type: 'Recreate' } }))
      .advance('0s');
    expect(sets(cluster.expectPods({ ready: 3 }))).toEqual(['a r1 0', 'b r2 3']);
    expect(scalings(cluster)).toEqual([
      'Scaled up replica set RS from 0 to 3',
      'Scaled down replica set RS from 3 to 0',
      'Scaled up replica set RS from 0 to 3',
    ]);
    const firstNew = cluster.writes().find((w) => w.value.kind === 'Pod' && imageOf(w.value as Pod) === 'b')?.revision ?? 0;
    expect(cluster.writes().filter((w) => w.revision > firstNew && w.value.kind === 'Pod' && imageOf(w.value as Pod) === 'a')).toEqual([]);
    cluster.expectQuiet();
  });

  it('scales, also while it is paused, but rolls nothing out then', () => {
    const cluster = start().apply(web('a', 2)).advance('0s');
    patch(cluster, { paused: true, replicas: 5, template: template('b') })
      .advance('0s')
      .expectPods({ ready: 5 });
    expect(sets(cluster)).toEqual(['a r1 5']);
    expect(condition(cluster, 'Progressing')).toBe('Unknown DeploymentPaused: Deployment is paused');
    expect(cluster.expectQuiet().get(deployments, 'web').status.updatedReplicas).toBeUndefined();
    const resumed = patch(cluster.restart(), { paused: false }).advance('0s').expectPods({ ready: 5 });
    expect(sets(resumed)).toEqual(['a r1 0', 'b r2 5']);
  });

  it('scales all its ReplicaSets in proportion in the middle of a rollout', () => {
    const cluster = start(never('b'))
      .apply(web('a', 10, { strategy: rolling(3, 2) }))
      .advance('0s')
      .apply(web('b', 10, { strategy: rolling(3, 2) }))
      .advance('0s');
    expect(sets(cluster)).toEqual(['a r1 8', 'b r2 5']);
    expect(sets(patch(cluster, { replicas: 15 }).advance('0s'))).toEqual(['a r1 11', 'b r2 7']);
  });

  it('keeps as much history as it is told to', () => {
    const cluster = start();
    for (const image of ['a', 'b', 'c', 'd', 'e']) cluster.apply(web(image, 1, { revisionHistoryLimit: 2 })).advance('5s');
    expect(sets(cluster)).toEqual(['c r3 0', 'd r4 0', 'e r5 1']);
  });

  it('goes back to an earlier template under a new revision, and remembers the old number', () => {
    const cluster = start().apply(web('a')).advance('5s').apply(web('b')).advance('5s').apply(web('a')).advance('5s');
    expect(sets(cluster)).toEqual(['b r2 0', 'a r3 4']);
    expect(
      cluster
        .list(replicaSets)
        .map((rs) => rs.metadata.annotations?.['deployment.kubernetes.io/revision-history'])
        .filter(Boolean),
    ).toEqual(['1']);
  });

  it('rolls back when the annotation of the old API asks for it', () => {
    const cluster = start().apply(web('a')).advance('5s').apply(web('b')).advance('5s');
    cluster
      .change(deployments, 'web', (d) => ({
        ...d,
        metadata: { ...d.metadata, annotations: { ...d.metadata.annotations, 'deprecated.deployment.rollback.to': '0' } },
      }))
      .advance('0s');
    expect(sets(cluster)).toEqual(['b r2 0', 'a r3 4']);
    expect(cluster.events('web')).toContain('DeploymentRollback: Rolled back deployment "web" to revision 1');
    cluster.expectQuiet();
  });

  it('copies its annotations to the ReplicaSet, but those that are its own', () => {
    const cluster = start()
      .apply({
        ...web('a'),
        metadata: {
          name: 'web',
          annotations: { 'kubernetes.io/change-cause': 'first', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        },
      })
      .advance('0s');
    expect(cluster.list(replicaSets)[0]?.metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': 'first' });
    expect(cluster.list(replicaSets)[0]?.metadata.annotations).not.toHaveProperty(['kubectl.kubernetes.io/last-applied-configuration']);
  });

  it('adopts a ReplicaSet that it selects, and finds its template in it', () => {
    const cluster = start()
      .apply({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'mine', labels },
        spec: { replicas: 4, selector: { matchLabels: labels }, template: template('a') },
      })
      .advance('0s');
    expect(sets(cluster.apply(web('a')).advance('0s').expectPods(4))).toEqual(['a r1 4']);
    expect(cluster.list(replicaSets)[0]?.metadata.ownerReferences).toMatchObject([{ name: 'web' }]);
  });

  it('counts further where two templates would get one name', () => {
    const cluster = start().apply(web('a')).advance('0s');
    const [rs] = cluster.list(replicaSets);
    const other = start().apply({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: rs?.metadata.name ?? '', labels: { app: 'db' } },
      spec: { replicas: 0, selector: { matchLabels: { app: 'db' } }, template: { ...template('x'), metadata: { labels: { app: 'db' } } } },
    });
    expect(other.apply(web('a')).settle().expectPods({ ready: 4 }).get(deployments, 'web').status.collisionCount).toBe(1);
    other.expectQuiet();
  });

  it('takes over what keeps its ReplicaSet from making pods', () => {
    const cluster = start();
    (cluster.cluster.core as { admission: unknown }).admission = [
      {
        name: 'no-pods',
        resources: ['core/pods'],
        validate: () => {
          throw new ApiError('Forbidden', 'exceeded quota');
        },
      },
    ];
    cluster.apply(web('a')).advance('0s');
    expect(condition(cluster, 'ReplicaFailure')).toBe('True FailedCreate: exceeded quota');
    expect(condition(cluster, 'Available')).toBe('False MinimumReplicasUnavailable: Deployment does not have minimum availability.');
  });

  it('is the same log for the same seed, and another for another', () => {
    const log = (seed: number) =>
      JSON.stringify(
        new TestCluster({ seed, loops: [deploymentController, replicaSetController, instantKubelet()] })
          .apply(web('a'))
          .advance('5s')
          .apply(web('b'))
          .advance('5s')
          .writes(),
      );
    expect(log(7)).toBe(log(7));
    expect(log(7)).not.toBe(log(8));
  });

  it('goes on as if nothing had been when it is opened again in the middle', () => {
    const run = (stops: number) => {
      let cluster = start(never('b'))
        .apply(web('a'))
        .advance('5s')
        .apply(web('b', 4, { progressDeadlineSeconds: 60 }));
      cluster.advance('0s');
      for (let i = 0; i < 10; i++) cluster = (i < stops ? cluster.restart() : cluster).advance('10s');
      return cluster.writes().map(({ cause: _c, ...w }) => w);
    };
    expect(run(10)).toEqual(run(0));
  });
});
