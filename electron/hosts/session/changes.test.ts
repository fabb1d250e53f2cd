import { beforeEach, expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { TestCluster } from '#engine/testing/test-cluster.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import type { ConfigMap, Service } from '#shared/kinds/types.ts';
import { exportDesign } from '#engine/manifests/export.ts';
import { MemorySources } from '#engine/manifests/sources.ts';
import { applyChanges, type Changeable } from './changes.ts';
import { ADMIN } from './users.ts';

let c: TestCluster;
let design: Changeable;
beforeEach(() => {
  c = new TestCluster();
  design = { cluster: c.cluster, log: c.log, sources: new MemorySources() };
});

const map = (name: string, data: Record<string, string>, namespace = 'default') =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }) as unknown as ApiObject;
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as ApiObject;
const apply = (...changes: ObjectChange[]) => applyChanges(design, ADMIN, changes);

test('an object may lie in a namespace of the same batch', () => {
  expect(apply({ after: shop }, { after: map('a', {}, 'shop') }).map((o) => o.kind)).toEqual(['Namespace', 'ConfigMap']);
  expect(c.get(configMaps, 'a', 'shop').metadata.uid).not.toBe('');
  expect(
    c
      .writes()
      .slice(-2)
      .map((w) => [w.actor, w.cause]),
  ).toEqual([
    ['kubernetes-admin', 0],
    ['kubernetes-admin', 0],
  ]);
});

test('one refused change takes all back, and nobody has seen any', () => {
  const head = c.log.head;
  const seen: string[] = [];
  c.cluster.core.store.observe((x) => {
    seen.push(x.ref.name);
  });
  expect(() => apply({ after: shop }, { after: map('a', { 'not a key': '' }, 'shop') })).toThrow(
    /^ConfigMap "a" is invalid: data\[not a key\]: Invalid value/,
  );
  expect([c.log.head, c.client.get(namespaces, '', 'shop'), seen]).toEqual([head, undefined, []]);
  expect(apply({ after: shop })).toHaveLength(1);
});

test('a change is carried onto what somebody wrote meanwhile', () => {
  const [before] = apply({ after: map('a', { x: '1', y: '1' }) }) as [ConfigMap];
  apply({ before, after: { ...before, data: { x: '2', y: '1' } } as ConfigMap });
  apply({ before, after: { ...before, data: { x: '1', y: '3' } } as ConfigMap });
  expect(c.get(configMaps, 'a').data).toEqual({ x: '2', y: '3' });
});

test('what is gone already counts as deleted', () => {
  const [o] = apply({ after: map('a', {}) }) as [ApiObject];
  expect([apply({ before: o }), apply({ before: o })]).toEqual([[], []]);
});

test('what is deleted and brought back before anybody tidied up is there to stay', () => {
  const [claim] = apply({
    after: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    } as unknown as ApiObject,
  }) as [ApiObject];
  expect(apply({ before: claim })[0]?.metadata.deletionTimestamp).toBeDefined();
  const { uid: _uid, resourceVersion: _rv, creationTimestamp: _at, ...metadata } = claim.metadata;
  const { status: _status, ...rest } = claim as ApiObject & { status?: unknown };
  const [again] = apply({ after: { ...rest, metadata } as unknown as ApiObject }) as [ApiObject];
  expect([again.metadata.deletionTimestamp, again.metadata.uid === claim.metadata.uid]).toEqual([undefined, false]);
  expect(() => apply({ after: { ...rest, metadata } as unknown as ApiObject })).toThrow('already exists');
});

test('unknown fields, unknown kinds and forbidden writes are refused in the words of Kubernetes', () => {
  expect(() => apply({ after: { ...map('a', {}), dtaa: {} } as ApiObject })).toThrow('strict decoding error: unknown field "dtaa"');
  expect(() => apply({ after: { ...shop, kind: 'Nmespace' } })).toThrow('no matches for kind "Nmespace" in version "v1"');
  expect(() => applyChanges(design, { user: 'jane', groups: [] }, [{ after: map('a', {}) }])).toThrow(
    'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"',
  );
});

test('what is exported is what the person sent, not what the API made of it', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  } as unknown as ApiObject;
  const [before] = apply({ after: service }) as [Service];
  const port = before.spec.ports?.[0];
  const text = () => exportDesign(c.cluster.core, c.log, design.sources, { as: 'one-file' }).files[0]?.text;
  expect(text()).toBe(
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: default\nspec:\n  type: NodePort\n  ports:\n  - port: 80\n',
  );
  apply({ before, after: { ...before, spec: { ...before.spec, ports: [{ ...port, nodePort: 31234 }] } } as Service });
  expect(text()).toContain('  - port: 80\n    nodePort: 31234\n');
});

test('a namespace made while time stands can be taken back and made again', () => {
  const [made] = apply({ after: shop }) as [ApiObject];
  expect(apply({ before: made })).toEqual([]);
  expect(c.client.get(namespaces, '', 'shop')).toBeUndefined();
  expect(apply({ after: shop }, { after: map('a', {}, 'shop') })).toHaveLength(2);
  const [held] = apply({ before: c.get(namespaces, 'shop') });
  expect(held?.metadata.deletionTimestamp).toBeDefined();
});
