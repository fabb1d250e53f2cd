import { describe, expect, it } from 'vitest';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import { volumeAttachments } from '#shared/kinds/storage/volume-attachment.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const pool = {
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  metadata: { name: 'web' },
  spec: { machineType: 'medium', replicas: 2, zones: ['a', 'b'] },
};
const claim = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, ...more },
});
const pod = (name: string, claimName: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { ...more, containers: [{ name: 'a', image: 'a' }], volumes: [{ name: 'd', persistentVolumeClaim: { claimName } }] },
});

describe('a disk', () => {
  it('is made where the first pod goes, attached to its node, and said so', () => {
    const c = new TestCluster().apply(pool).settle().apply(claim('d'), pod('p', 'd')).settle().expectPods({ ready: 1 });
    const node = c.get(pods, 'p').spec.nodeName;
    const zone = c.list(persistentVolumes)[0]?.spec.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values;
    expect(c.list(storageClasses).map((s) => s.metadata.name)).toEqual(['standard']);
    expect([c.get(persistentVolumeClaims, 'd').status.phase, zone]).toEqual(['Bound', [node === 'web-1' ? 'a' : 'b']]);
    expect(c.list(volumeAttachments).map((a) => [a.spec.nodeName, a.status.attached])).toEqual([[node, true]]);
    expect(c.events('d').map((e) => e.split(':')[0])).toEqual(expect.arrayContaining(['Provisioning', 'ProvisioningSucceeded']));
    c.expectQuiet();
  });

  it('outlives its pod, and goes with its claim', () => {
    const c = new TestCluster().apply(pool).settle().apply(claim('d'), pod('p', 'd')).settle().delete(pods, 'p').settle();
    expect([c.list(volumeAttachments).length, c.list(persistentVolumes).length]).toEqual([0, 1]);
    c.delete(persistentVolumeClaims, 'd').settle();
    expect(c.list(persistentVolumes)).toEqual([]);
  });

  it('is made larger where its class allows it, and its file system once a pod uses it', () => {
    const larger = (c: TestCluster, storage: string) =>
      c.change(persistentVolumeClaims, 'd', (x) => ({ ...x, spec: { ...x.spec, resources: { requests: { storage } } } })).settle();
    const status = (c: TestCluster) => {
      const { capacity, allocatedResources, allocatedResourceStatuses, conditions } = c.get(persistentVolumeClaims, 'd').status;
      return [
        capacity?.['storage'],
        allocatedResources?.['storage'],
        allocatedResourceStatuses?.['storage'],
        conditions?.map((x) => x.type),
      ];
    };
    const c = larger(new TestCluster().apply(pool).settle().apply(claim('d'), pod('p', 'd')).settle(), '8Gi');
    expect([c.list(persistentVolumes)[0]?.spec.capacity, ...status(c)]).toEqual([{ storage: '8Gi' }, '8Gi', '8Gi', undefined, undefined]);
    expect(c.events().map((e) => e.split(':')[0])).toEqual(
      expect.arrayContaining(['ExternalExpanding', 'Resizing', 'FileSystemResizeRequired', 'FileSystemResizeSuccessful']),
    );
    expect(status(larger(c.delete(pods, 'p').settle(), '9Gi'))).toEqual(['8Gi', '9Gi', 'NodeResizePending', ['FileSystemResizePending']]);
    expect(status(c.apply(pod('q', 'd')).settle())).toEqual(['9Gi', '9Gi', undefined, undefined]);
    c.expectQuiet();
  });

  it('of a driver that nobody runs is waited for', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(
        { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'own' }, provisioner: 'example.com/disk' },
        claim('d', { storageClassName: 'own' }),
      )
      .settle();
    expect([c.get(persistentVolumeClaims, 'd').status.phase, c.events('d')[0]]).toEqual([
      'Pending',
      expect.stringContaining(
        "ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'example.com/disk'",
      ),
    ]);
  });

  it('is kept where its class says so', () => {
    const kept = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'kept' },
      provisioner: 'ebs.csi.aws.com',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'Immediate',
    };
    const c = new TestCluster().apply(kept, claim('d', { storageClassName: 'kept' })).settle();
    expect(c.get(persistentVolumeClaims, 'd').status.phase).toBe('Bound');
    c.delete(persistentVolumeClaims, 'd').settle();
    expect(c.list(persistentVolumes).map((v) => v.status.phase)).toEqual(['Released']);
  });

  it('goes on after a restart as if there had been none', () => {
    const begin = () => new TestCluster().apply(pool).settle().apply(claim('d'), pod('p', 'd')).advance('1s');
    const names = (c: TestCluster) =>
      c
        .settle()
        .list(persistentVolumes)
        .map((v) => [v.metadata.name, v.status.phase]);
    expect(names(begin().restart())).toEqual(names(begin()));
  });
});
