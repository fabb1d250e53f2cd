import { describe, expect, it } from 'vitest';
import type { OwnerReference } from '#shared/kinds/types.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
  },
};
const running = () => new TestCluster().nodes(1).apply(web).settle();
const config = (c: TestCluster, name: string, owners: readonly OwnerReference[] = [], namespace = 'default') =>
  c.client.create(configMaps, namespace, { metadata: { name, ownerReferences: owners } });
const ownerOf = (c: TestCluster, name: string, more: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  uid: c.get(configMaps, name).metadata.uid,
  ...more,
});
const names = (c: TestCluster) =>
  c
    .list(configMaps, 'default')
    .map((o) => o.metadata.name)
    .filter((n) => n !== 'kube-root-ca.crt');

describe('the garbage collector', () => {
  it('deletes in the background what a Deployment made', () => {
    const c = running().delete(deployments, 'web');
    expect(c.list(deployments)).toEqual([]);
    c.settle().expectPods(0);
    expect(c.list(replicaSets)).toEqual([]);
  });

  it('deletes in the foreground from the leaves up', () => {
    const c = running().delete(deployments, 'web', { propagationPolicy: 'Foreground' });
    expect(c.get(deployments, 'web').metadata.finalizers).toEqual(['foregroundDeletion']);
    c.settle().expectPods(0);
    const order = c
      .writes()
      .filter((w) => w.deleted)
      .map((w) => w.value.kind)
      .filter((k) => ['Pod', 'ReplicaSet', 'Deployment'].includes(k));
    expect(order).toEqual(['Pod', 'Pod', 'ReplicaSet', 'Deployment']);
  });

  it('leaves orphans where it is told to', () => {
    const c = running().delete(deployments, 'web', { propagationPolicy: 'Orphan' }).settle().expectPods({ ready: 2 });
    expect([c.list(deployments), c.list(replicaSets)[0]?.metadata.ownerReferences]).toEqual([[], undefined]);
    c.expectQuiet();
  });

  it('deletes what names an owner that never was, and frees what has another', () => {
    const c = new TestCluster();
    config(c, 'owner');
    const absent = { ...ownerOf(c, 'owner'), name: 'nobody', uid: 'ffffffff-0000-4000-8000-000000000000' };
    config(c, 'lost', [absent]);
    config(c, 'kept', [absent, ownerOf(c, 'owner')]);
    c.settle();
    expect(names(c)).toEqual(['kept', 'owner']);
    expect(c.get(configMaps, 'kept').metadata.ownerReferences).toEqual([ownerOf(c, 'owner')]);
  });

  it('waits in the foreground only for what blocks', () => {
    const c = new TestCluster();
    config(c, 'owner');
    c.client.create(configMaps, 'default', {
      metadata: { name: 'held', finalizers: ['example.com/hold'], ownerReferences: [ownerOf(c, 'owner', { blockOwnerDeletion: true })] },
    });
    c.client.create(configMaps, 'default', {
      metadata: { name: 'free', finalizers: ['example.com/hold'], ownerReferences: [ownerOf(c, 'owner')] },
    });
    c.delete(configMaps, 'owner', { propagationPolicy: 'Foreground' }).settle();
    expect(names(c)).toEqual(['free', 'held', 'owner']);
    c.change(configMaps, 'held', ({ metadata: { finalizers: _f, ...metadata }, ...o }) => ({ ...o, metadata })).settle();
    expect(names(c)).toEqual(['free']);
  });

  it('takes an owner of another namespace for absent, and says so', () => {
    const c = new TestCluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    config(c, 'owner');
    const { uid } = config(c, 'far', [ownerOf(c, 'owner')], 'shop').metadata;
    c.settle();
    expect(c.client.get(configMaps, 'shop', 'far')).toBeUndefined();
    expect(c.events('far')).toEqual([
      `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: shop, name: owner, uid: ${ownerOf(c, 'owner').uid}] does not exist in namespace "shop"`,
    ]);
    expect(uid).not.toBe('');
  });

  it('does not touch pods whose owner is there', () => {
    const c = running();
    const before = c.pods().map((p) => p.metadata.resourceVersion);
    c.expectQuiet();
    expect(c.list(pods).map((p) => p.metadata.resourceVersion)).toEqual(before);
  });
});
