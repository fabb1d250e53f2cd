import { expect, test } from 'vitest';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { validateMetadata, validateMetadataUpdate } from './validate-metadata.ts';

const made = (metadata: object): ApiObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', namespace: 'n', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
});
const said = (errors: readonly { field: string; detail: string }[]) => errors.map((e) => `${e.field}: ${e.detail}`);

test.each<readonly [object, string]>([
  [
    { name: 'A' },
    "metadata.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [{ name: '' }, 'metadata.name: Required value: name or generateName is required'],
  [
    { finalizers: ['wait'] },
    'metadata.finalizers[0]: Invalid value: "wait": name is neither a standard finalizer name nor is it fully qualified',
  ],
  [
    { finalizers: ['orphan', 'foregroundDeletion'] },
    'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
  ],
  [
    { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '' }] },
    'metadata.ownerReferences[0].uid: Invalid value: "": must not be empty',
  ],
])('%j is refused', (metadata, complaint) => {
  expect(said(validateMetadata(made(metadata), configMaps))).toEqual([complaint]);
});

test('a prefix may end in a dash, and a cluster-scoped object has no namespace', () => {
  expect(said(validateMetadata(made({ generateName: 'web-' }), configMaps))).toEqual([]);
  expect(said(validateMetadata(made({}), nodes))).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
});

test('what identifies an object does not change, and what is going takes no new finalizer', () => {
  const immutable = 'metadata.uid: Invalid value: "v": field is immutable';
  const more =
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/b"}';
  expect(said(validateMetadataUpdate(made({ uid: 'v' }), made({}), configMaps))).toEqual([immutable, immutable]);
  const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  expect(said(validateMetadataUpdate(made({ ...going, finalizers: ['a/b'] }), made(going), configMaps))).toEqual([more, more]);
});

test('what is wrong with changed metadata is told as often as its kind looks at it', () => {
  const wrong = made({ finalizers: ['wait'], annotations: { 'a b': '' } });
  const told = (checks?: string) => said(validateMetadataUpdate(wrong, made({}), configMaps, checks)).map((m) => m.slice(9, 20));
  expect(told('U')).toEqual(['annotations', 'annotations', 'annotations', 'finalizers[']);
  expect(told()).toEqual(['annotations', 'annotations', 'annotations', 'finalizers[', 'annotations', 'finalizers[']);
});
