import { describe, expect, it } from 'vitest';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { finalizeNamespace } from '../../apiserver/subresources/namespace-finalize.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const config = (name: string, finalizers: readonly string[] = []) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop', ...(finalizers.length ? { finalizers } : {}) },
});
const pod = (name: string, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'nginx:1.27' }], ...spec },
});
const gone = (c: TestCluster) => c.client.get(namespaces, '', 'shop') === undefined;

describe('a namespace', () => {
  it('has a default account and the authority of the API, also after somebody took them', () => {
    const c = new TestCluster().apply(namespace('shop')).settle();
    c.delete(serviceAccounts, 'default', {}, 'shop').delete(configMaps, 'kube-root-ca.crt', {}, 'shop').settle();
    expect(c.list(serviceAccounts, 'shop').map((a) => a.metadata.name)).toEqual(['default']);
    expect(c.get(configMaps, 'kube-root-ca.crt', 'shop').data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
    c.expectQuiet();
  });

  it('goes with what is in it, five seconds after it was told to', () => {
    const c = new TestCluster().nodes(1).apply(config('a'), pod('p')).settle();
    c.delete(namespaces, 'shop').advance('4s');
    expect(c.get(namespaces, 'shop').status).toEqual({ phase: 'Terminating' });
    c.advance('40s');
    expect([gone(c), c.list(configMaps, 'shop'), c.list(pods, 'shop')]).toEqual([true, [], []]);
  });

  it('takes nothing new while it goes', () => {
    const c = new TestCluster()
      .apply(config('a', ['example.com/hold']))
      .delete(namespaces, 'shop')
      .advance('6s');
    expect(() => c.apply(config('late'))).toThrow(
      'configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated',
    );
    expect(() => c.client.create(configMaps, 'nowhere', { metadata: { name: 'a' } })).toThrow('namespaces "nowhere" not found');
  });

  it('says what holds it, and goes when that is over', () => {
    const c = new TestCluster()
      .apply(config('a', ['example.com/hold']))
      .delete(namespaces, 'shop')
      .advance('6s');
    const { conditions = [] } = c.get(namespaces, 'shop').status;
    expect(conditions.filter((k) => k.status === 'True').map((k) => k.message)).toEqual([
      'Some resources are remaining: configmaps. has 1 resource instances',
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ]);
    c.change(configMaps, 'a', ({ metadata: { finalizers: _f, ...metadata }, ...o }) => ({ ...o, metadata }), 'shop').settle();
    expect(gone(c)).toBe(true);
  });

  it('waits for its pods before it deletes the rest', () => {
    const c = new TestCluster()
      .nodes(1)
      .apply(config('a'), { ...pod('p'), metadata: { name: 'p', namespace: 'shop', finalizers: ['example.com/hold'] } })
      .settle();
    c.delete(namespaces, 'shop').advance('1m');
    expect(c.list(configMaps, 'shop')).not.toEqual([]);
    c.change(pods, 'p', ({ metadata: { finalizers: _f, ...metadata }, ...o }) => ({ ...o, metadata }), 'shop').settle();
    expect(gone(c)).toBe(true);
  });

  it('stays for a finalizer of its own, until it is finalized', () => {
    const c = new TestCluster()
      .apply({ ...namespace('shop'), spec: { finalizers: ['example.com/mine'] } })
      .delete(namespaces, 'shop')
      .advance('6s');
    expect(c.get(namespaces, 'shop').spec.finalizers).toEqual(['example.com/mine']);
    finalizeNamespace(c.cluster.core, 'shop', []);
    expect(gone(c)).toBe(true);
  });

  it('may not be deleted where the cluster needs it', () => {
    expect(() => new TestCluster().delete(namespaces, 'kube-public')).toThrow(
      'namespaces "kube-public" is forbidden: this namespace may not be deleted',
    );
  });
});
