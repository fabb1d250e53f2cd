import { controllerRevisions } from '#shared/kinds/apps/controller-revision.ts';
import { statefulSets } from '#shared/kinds/apps/stateful-set.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { describe, expect, it } from 'vitest';
import { instantKubelet, type Fate } from '../../testing/instant-kubelet.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { revisionHash, dataOf } from '../revisions.ts';
import { statefulSetController } from './stateful-set-controller.ts';

const labels = { app: 'db' };
const template = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: 'app', image }] } });
const db = (replicas: number, image = 'a', more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: {
    serviceName: 'db',
    replicas,
    selector: { matchLabels: labels },
    template: template(image),
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10,
    ...more,
  },
});
const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }];
const start = (fate?: (p: Pod) => Fate) => new TestCluster({ loops: [statefulSetController, instantKubelet(fate)] });
const names = (c: TestCluster) => c.pods().map((p) => p.metadata.name);
const images = (c: TestCluster) => c.pods().map((p) => `${p.metadata.name} ${p.spec.containers[0]?.image}`);
const status = (c: TestCluster) => c.get(statefulSets, 'db').status;
/** Names of pods in the order in which they were created or deleted. */
const order = (c: TestCluster, what: 'Create' | 'Delete') =>
  c
    .events('db')
    .filter((e) => e.startsWith(`Successful${what}: ${what} Pod`))
    .map((e) => / Pod (\S+)/.exec(e)?.[1]);
const broken =
  (image: string) =>
  (p: Pod): Fate =>
    p.spec.containers[0]?.image === image ? 'unready' : 'ready';

describe('StatefulSet', () => {
  it('makes pods with a name, a number and a place in DNS, one after the other', () => {
    const cluster = start().apply(db(3)).advance('0s').expectPods({ ready: 3 });
    expect(names(cluster)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(order(cluster, 'Create')).toEqual(['db-0', 'db-1', 'db-2']);
    expect(cluster.events('db')[0]).toBe('SuccessfulCreate: Create Pod db-0 in StatefulSet db successful');
    const pod = cluster.get(pods, 'db-1');
    expect(pod.spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' });
    expect(pod.metadata).toMatchObject({
      generateName: 'db-',
      labels: {
        app: 'db',
        'statefulset.kubernetes.io/pod-name': 'db-1',
        'apps.kubernetes.io/pod-index': '1',
        'controller-revision-hash': status(cluster).updateRevision,
      },
    });
    expect(status(cluster)).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      collisionCount: 0,
    });
    cluster.expectQuiet();
  });

  it('waits for a pod that is not ready before it makes the next', () => {
    const cluster = start(() => 'stays')
      .apply(db(3))
      .advance('1m')
      .expectPods(1);
    expect(status(cluster)).toMatchObject({ replicas: 1, availableReplicas: 0, currentReplicas: 1, updatedReplicas: 1 });
    cluster.expectQuiet();
  });

  it('makes all at once where it may', () => {
    start(() => 'stays')
      .apply(db(3, 'a', { podManagementPolicy: 'Parallel' }))
      .advance('0s')
      .expectPods(3);
  });

  it('gives up the last first when it is scaled down', () => {
    const cluster = start().apply(db(3)).advance('0s').apply(db(1)).advance('0s');
    expect(names(cluster)).toEqual(['db-0']);
    expect(order(cluster, 'Delete')).toEqual(['db-2', 'db-1']);
    cluster.expectQuiet();
  });

  it('updates from the last to the first, and then has a new current revision', () => {
    const cluster = start().apply(db(3)).advance('0s');
    const before = status(cluster).currentRevision;
    cluster.apply(db(3, 'b')).advance('0s').expectPods({ ready: 3 });
    expect(order(cluster, 'Delete')).toEqual(['db-2', 'db-1', 'db-0']);
    expect(images(cluster)).toEqual(['db-0 b', 'db-1 b', 'db-2 b']);
    expect(status(cluster)).toMatchObject({ currentRevision: status(cluster).updateRevision, currentReplicas: 3, updatedReplicas: 3 });
    expect(status(cluster).currentRevision).not.toBe(before);
    cluster.expectQuiet();
  });

  it('leaves pods below the partition as they are, also when they come back', () => {
    const partition = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
    const cluster = start()
      .apply(db(3))
      .advance('0s')
      .apply(db(3, 'b', partition))
      .advance('0s');
    expect(images(cluster)).toEqual(['db-0 a', 'db-1 a', 'db-2 b']);
    expect(images(cluster.delete(pods, 'db-1').advance('0s'))).toEqual(['db-0 a', 'db-1 a', 'db-2 b']);
    expect(status(cluster)).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
  });

  it('updates on deletion only, where it is told to', () => {
    const cluster = start()
      .apply(db(2))
      .advance('0s')
      .apply(db(2, 'b', { updateStrategy: { type: 'OnDelete' } }))
      .advance('0s');
    expect(images(cluster)).toEqual(['db-0 a', 'db-1 a']);
    expect(images(cluster.delete(pods, 'db-1').advance('0s'))).toEqual(['db-0 a', 'db-1 b']);
    expect(status(cluster)).toMatchObject({ currentReplicas: 1, updatedReplicas: 1 });
  });

  it('is stuck with a broken pod until somebody deletes it', () => {
    const cluster = start(broken('bad')).apply(db(2)).advance('0s').apply(db(2, 'bad')).advance('0s').apply(db(2, 'good')).advance('1m');
    expect(images(cluster)).toEqual(['db-0 a', 'db-1 bad']);
    expect(images(cluster.delete(pods, 'db-1').advance('0s'))).toEqual(['db-0 good', 'db-1 good']);
  });

  it('updates one pod at a time whatever it is told: more is a feature that is switched off', () => {
    const many = {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } },
      podManagementPolicy: 'Parallel',
    };
    const cluster = start(broken('b'))
      .apply(db(4, 'a', many))
      .advance('0s')
      .apply(db(4, 'b', many))
      .advance('0s');
    expect(images(cluster)).toEqual(['db-0 a', 'db-1 a', 'db-2 a', 'db-3 b']);
    expect(cluster.get(statefulSets, 'db').spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  });

  it('goes back to an earlier template by the revision that it has of it', () => {
    const cluster = start().apply(db(1)).advance('0s').apply(db(1, 'b')).advance('0s').apply(db(1, 'a')).advance('0s');
    expect(
      cluster
        .list(controllerRevisions)
        .map((r) => r.revision)
        .sort(),
    ).toEqual([2, 3]);
  });

  it('keeps as much history as it is told to', () => {
    const cluster = start();
    for (const image of ['a', 'b', 'c', 'd']) cluster.apply(db(1, image, { revisionHistoryLimit: 1 })).advance('1s');
    expect(
      cluster
        .list(controllerRevisions)
        .map((r) => r.revision)
        .sort(),
    ).toEqual([3, 4]);
  });

  it('names revisions as a real cluster does', () => {
    const recorded = Object.freeze({
      metadata: { labels: { app: 'db' } },
      spec: {
        containers: [
          {
            image: 'nginx:1.28',
            imagePullPolicy: 'IfNotPresent',
            name: 'app',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    });
    expect(revisionHash(dataOf(recorded), 0)).toBe('5c87974b97');
  });

  it('replaces a pod that has ended, whatever its exit code', () => {
    const cluster = start()
      .apply(db(1))
      .advance('0s')
      .changeStatus(pods, 'db-0', (p) => ({ ...p, status: { ...p.status, phase: 'Succeeded' } }))
      .advance('0s')
      .expectPods({ ready: 1 });
    expect(order(cluster, 'Create')).toEqual(['db-0']);
    expect(cluster.events('db')).toContain('SuccessfulCreate: Create Pod db-0 in StatefulSet db successful (x2)');
  });

  it('starts to count where it is told to', () => {
    expect(
      names(
        start()
          .apply(db(2, 'a', { ordinals: { start: 5 } }))
          .advance('0s'),
      ),
    ).toEqual(['db-5', 'db-6']);
  });

  it('counts a pod as available once it has been ready long enough, and waits for that', () => {
    const cluster = start()
      .apply(db(2, 'a', { minReadySeconds: 10 }))
      .advance('9s')
      .expectPods(1);
    cluster.restart().advance('1s').expectPods(2);
  });

  it('adopts pods that it would have made, and releases those that it no longer selects', () => {
    const stray = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'db-0', labels },
      spec: { containers: [{ name: 'app', image: 'a' }] },
    };
    const cluster = start()
      .apply(stray, { ...stray, metadata: { name: 'other', labels } }, db(1))
      .advance('0s')
      .expectPods(2);
    expect(cluster.get(pods, 'db-0').metadata.ownerReferences).toMatchObject([{ kind: 'StatefulSet', name: 'db' }]);
    expect(cluster.get(pods, 'other').metadata.ownerReferences).toBeUndefined();
    cluster.change(pods, 'db-0', (p) => ({ ...p, metadata: { ...p.metadata, labels: { app: 'gone' } } })).advance('0s');
    expect(cluster.get(pods, 'db-0').metadata.ownerReferences).toBeUndefined();
  });
});

describe('claims of a StatefulSet', () => {
  const policy = (whenDeleted: string, whenScaled: string) => ({
    volumeClaimTemplates: claims,
    persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
  });
  const owners = (c: TestCluster, name: string) =>
    c.get(persistentVolumeClaims, name).metadata.ownerReferences?.map((r) => `${r.kind} ${r.name}`) ?? [];

  it('are made before their pods and kept when it is scaled down', () => {
    const cluster = start()
      .apply(db(2, 'a', policy('Retain', 'Retain')))
      .advance('0s');
    expect(cluster.list(persistentVolumeClaims).map((c) => c.metadata.name)).toEqual(['data-db-0', 'data-db-1']);
    expect(cluster.get(persistentVolumeClaims, 'data-db-0')).toMatchObject({
      metadata: { labels },
      spec: { resources: { requests: { storage: '1Gi' } } },
    });
    expect(cluster.get(pods, 'db-0').spec.volumes?.slice(0, 1)).toMatchObject([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
    ]);
    expect(cluster.events('db').slice(0, 2)).toEqual([
      'SuccessfulCreate: Create Claim data-db-0 Pod db-0 in StatefulSet db success',
      'SuccessfulCreate: Create Pod db-0 in StatefulSet db successful',
    ]);
    cluster.apply(db(1, 'a', policy('Retain', 'Retain'))).advance('0s');
    expect(cluster.list(persistentVolumeClaims)).toHaveLength(2);
    expect(owners(cluster, 'data-db-1')).toEqual([]);
    cluster.expectQuiet();
  });

  it('belong to the set where they go with it', () => {
    const cluster = start()
      .apply(db(1, 'a', policy('Delete', 'Retain')))
      .advance('0s');
    expect(owners(cluster, 'data-db-0')).toEqual(['StatefulSet db']);
    expect(owners(cluster.apply(db(1, 'a', policy('Retain', 'Retain'))).advance('0s'), 'data-db-0')).toEqual([]);
    cluster.expectQuiet();
  });

  it('belong to the pod that goes, where they go with the replica', () => {
    const cluster = start()
      .apply(db(2, 'a', policy('Retain', 'Delete')))
      .advance('0s');
    expect(owners(cluster, 'data-db-1')).toEqual([]);
    cluster
      .apply(db(1, 'a', policy('Retain', 'Delete')))
      .advance('0s')
      .expectPods(1);
    expect(owners(cluster, 'data-db-1')).toEqual(['Pod db-1']);
    // The pod that comes back must wait until the garbage collector has taken the old claim.
    cluster
      .apply(db(2, 'a', policy('Retain', 'Delete')))
      .advance('0s')
      .expectPods(1);
    cluster
      .change(persistentVolumeClaims, 'data-db-1', (c) => ({ ...c, metadata: { ...c.metadata, finalizers: [] } }))
      .delete(persistentVolumeClaims, 'data-db-1')
      .advance('0s')
      .expectPods(2);
  });
});
