/** Claims and volumes find each other. */
import { describe, expect, it } from 'vitest';
import { persistentVolumeClaims as claims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { persistentVolumes as volumes } from '#shared/kinds/core/persistent-volume.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const volume = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    storageClassName: 'm',
    capacity: { storage },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: `/${name}` },
    persistentVolumeReclaimPolicy: 'Retain',
    ...spec,
  },
  status: { phase: 'Pending' },
});
const claim = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { storageClassName: 'm', accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...spec },
  status: { phase: 'Pending' },
});

describe('claims', () => {
  it('bind to the smallest volume that is large enough', () => {
    const c = new TestCluster()
      .apply(volume('small', '1Gi'), volume('mid', '5Gi'), volume('big', '50Gi'), claim('want4', '4Gi'), claim('want100', '100Gi'))
      .settle();
    expect(c.get(claims, 'want4')).toMatchObject({
      spec: { volumeName: 'mid' },
      status: { phase: 'Bound', capacity: { storage: '5Gi' } },
      metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' } },
    });
    expect(c.get(claims, 'want100').status.phase).toBe('Pending');
    expect(c.get(volumes, 'mid')).toMatchObject({
      spec: { claimRef: { name: 'want4', namespace: 'default' } },
      status: { phase: 'Bound' },
    });
    c.expectQuiet();
  });

  it('bind when a volume comes later', () => {
    const c = new TestCluster().apply(claim('a', '1Gi')).settle().apply(volume('v', '1Gi')).settle();
    expect(c.get(claims, 'a').status.phase).toBe('Bound');
  });

  it('leave a retained volume released', () => {
    const c = new TestCluster().apply(volume('v', '1Gi'), claim('a', '1Gi')).settle().delete(claims, 'a').settle();
    expect(c.get(volumes, 'v').status.phase).toBe('Released');
    c.apply(claim('b', '1Gi')).settle();
    expect(c.get(claims, 'b').status.phase).toBe('Pending');
    c.expectQuiet();
  });

  it('that go leave a volume that is to be deleted failed, unless it is a directory below /tmp', () => {
    const gone = (spec: object) => {
      const c = new TestCluster()
        .apply(volume('v', '1Gi', { persistentVolumeReclaimPolicy: 'Delete', ...spec }), claim('a', '1Gi'))
        .settle()
        .delete(claims, 'a')
        .settle();
      return c.list(volumes).map((v) => [v.status.phase, v.status.message]);
    };
    expect(gone({})).toEqual([['Failed', 'host_path deleter only supports /tmp/.+ but received provided /v']]);
    expect(gone({ hostPath: { path: '/tmp/v' } })).toEqual([]);
    expect(gone({ hostPath: undefined, csi: { driver: 'd', volumeHandle: 'h' } })).toEqual([
      ['Failed', 'error getting deleter volume plugin for volume "v": no volume plugin matched'],
    ]);
  });

  it('do not bind to a volume that is meant for them but offers other access modes', () => {
    const c = new TestCluster()
      .apply(volume('v', '1Gi', { claimRef: { namespace: 'default', name: 'a' }, accessModes: ['ReadOnlyMany'] }), claim('a', '1Gi'))
      .settle();
    expect(c.get(claims, 'a').status.phase).toBe('Pending');
  });

  it('take the volume that is meant for them, and no other claim does', () => {
    const c = new TestCluster()
      .apply(volume('v', '9Gi', { claimRef: { namespace: 'default', name: 'b' } }), claim('a', '1Gi'), claim('b', '1Gi'))
      .settle();
    expect([c.get(claims, 'a').status.phase, c.get(claims, 'b').spec.volumeName]).toEqual(['Pending', 'v']);
    expect(c.get(volumes, 'v').metadata.annotations).toBeUndefined();
  });

  it('say why a volume asked for by name does not suit', () => {
    const c = new TestCluster().apply(volume('v', '1Gi'), claim('a', '5Gi', { volumeName: 'v' })).settle();
    expect(c.events('a')).toEqual(['VolumeMismatch: Cannot bind to requested volume "v": requested PV is too small']);
  });

  it('wait for their first consumer where their class says so', () => {
    const late = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'm' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    const c = new TestCluster().apply(late, volume('v', '1Gi'), claim('a', '1Gi')).settle();
    expect(c.get(claims, 'a').status.phase).toBe('Pending');
    expect(c.events('a')).toEqual(['WaitForFirstConsumer: waiting for first consumer to be created before binding']);
    c.expectQuiet();
  });

  it('are made for the ephemeral volumes of a pod, and go with it', () => {
    const of = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        containers: [{ name: 'app', image: 'nginx' }],
        volumes: [
          {
            name: 'd',
            ephemeral: {
              volumeClaimTemplate: {
                metadata: { labels: { of: 'template' } },
                spec: { storageClassName: 'm', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            },
          },
        ],
      },
    });
    const c = new TestCluster().nodes(1).apply(volume('v', '1Gi'), claim('b-d', '9Gi'), of('a'), of('b')).settle();
    expect(c.get(claims, 'a-d')).toMatchObject({
      metadata: { labels: { of: 'template' }, ownerReferences: [{ kind: 'Pod', name: 'a', controller: true, blockOwnerDeletion: true }] },
      status: { phase: 'Bound' },
    });
    c.expectPods({ running: 1, pending: 1 });
    expect(c.events('b')).toContainEqual(
      expect.stringContaining('FailedBinding: ephemeral volume d: PVC default/b-d was not created for pod default/b (pod is not owner)'),
    );
    c.delete(pods, 'a').settle();
    expect(c.list(claims, 'default').map((x) => x.metadata.name)).toEqual(['b-d']);
  });

  it('that wait for their first consumer say which pod that is once it has been turned away', () => {
    const late = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'm' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'db' },
      spec: { containers: [{ name: 'db', image: 'db:1' }], volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'a' } }] },
    };
    const c = new TestCluster().nodes(1).apply(late, claim('a', '1Gi'), pod).settle();
    expect(c.events('a')).toContain('WaitForPodScheduled: waiting for pod db to be scheduled');
    c.expectQuiet();
  });

  it('are waited for on the node that was promised, whatever becomes of it meanwhile', () => {
    const pool = {
      apiVersion: 'drydock.dev/v1',
      kind: 'NodePool',
      metadata: { name: 'data' },
      spec: { machineType: 'medium', replicas: 2 },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'db' },
      spec: { containers: [{ name: 'db', image: 'db:1' }], volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'a' } }] },
    };
    const c = new TestCluster()
      .apply(pool)
      .settle()
      .apply(
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'a' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
        pod,
      )
      .advance('1s');
    const node = c.get(pods, 'db').status.nominatedNodeName ?? '';
    c.change(nodes, node, (n) => ({ ...n, spec: { ...n.spec, taints: [{ key: 'k', effect: 'NoSchedule' }] } })).advance('500ms');
    expect([c.get(pods, 'db').status.nominatedNodeName, c.events('db')]).toEqual([node, []]);
  });

  it('are made for a pod that was turned away while its machine booted, and let it in', () => {
    const pool = {
      apiVersion: 'drydock.dev/v1',
      kind: 'NodePool',
      metadata: { name: 'data' },
      spec: { machineType: 'medium', replicas: 1 },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'db' },
      spec: {
        containers: [{ name: 'db', image: 'db:1', volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
        volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'a' } }],
      },
    };
    const c = new TestCluster()
      .apply(
        pool,
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'a' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
        pod,
      )
      .settle();
    expect(c.get(claims, 'a').status.phase).toBe('Bound');
    c.expectPods({ ready: 1 });
  });
});

describe('a disk that is plugged in elsewhere', () => {
  it('is told of once, however often the design is opened while that lasts', () => {
    const user = (node: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `on-${node}` },
      spec: {
        nodeName: node,
        volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'a' } }],
        containers: [{ name: 'm', image: 'x' }],
      },
    });
    const c = new TestCluster()
      .nodes(2)
      .apply(volume('v', '1Gi', { hostPath: undefined, csi: { driver: 'disk.example.com', volumeHandle: 'v' } }), claim('a', '1Gi'))
      .settle()
      .apply(user('n1'))
      .settle()
      .apply(user('n2'))
      .settle();
    const told = (of: TestCluster) =>
      of.writes().filter((w) => (w.value as { readonly reason?: string }).reason === 'FailedAttachVolume' && !w.deleted);
    expect(told(c)).toHaveLength(1);
    expect(told(c.advance('62m').restart().advance('1m'))).toHaveLength(1);
  });
});
