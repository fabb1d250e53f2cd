import { expect, test } from 'vitest';
import { decodeValue } from '../../api/decode/decode.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { customResourceDefinitions as kind } from './custom-resource-definition.ts';

const complaints = (schema: object, more: object = {}): readonly string[] => {
  const spec = { group: 'example.com', scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }], ...more };
  const o = kind.default!(decodeValue<CustomResourceDefinition>('CustomResourceDefinition', { metadata: { name: 'widgets.example.com' }, spec }).value);
  return kind.validate!(kind.prepareCreate!(o)).map((e) => `${e.field}: ${e.detail}`);
};
const root = 'spec.validation.openAPIV3Schema';

test('names and conversion are filled in, the stored version is noted', () => {
  const o = kind.default!(decodeValue<CustomResourceDefinition>('CustomResourceDefinition', { spec: { names: { plural: 'widgets', kind: 'Widget' }, versions: [{ name: 'v1', storage: true }] } }).value);
  expect(o.spec.names).toEqual({ plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' });
  expect([o.spec.conversion, kind.prepareCreate!(o).status]).toEqual([{ strategy: 'None' }, { acceptedNames: { kind: '', plural: '' }, conditions: null, storedVersions: ['v1'] }]);
});

test('a structural schema is fine', () => {
  expect(complaints({ type: 'object', properties: { metadata: { type: 'object' }, spec: { type: 'object', properties: { port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] } } } } })).toEqual([]);
});

test.each([
  [{ type: 'object', properties: { spec: {} } }, `${root}.properties[spec].type: Required value: must not be empty for specified object fields`],
  [{ properties: {} }, `${root}.type: Required value: must not be empty at the root`],
  [{ type: 'object', properties: { a: { type: 'array' } } }, `${root}.properties[a].items: Required value: must be specified`],
  [{ type: 'object', properties: { a: { type: 'strin' } } }, `${root}.properties[a].type: Unsupported value: "strin": supported values: "array", "boolean", "integer", "number", "object", "string"`],
  [{ type: 'object', properties: { a: { type: 'string', pattern: '(' } } }, `${root}.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): \`(\``],
  [{ type: 'object', properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } }, `${root}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`],
  [{ type: 'object', anyOf: [{ properties: { a: { minimum: 1 } } }] }, `${root}.properties[a]: Required value: because it is defined in ${root}.anyOf[0].properties[a]`],
  [{ type: 'object', properties: { a: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' } } }, `${root}.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`],
  [{ type: 'object', properties: { a: { type: 'object', properties: {}, default: {} , uniqueItems: true } } }, `${root}.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`],
  [{ type: 'object', properties: { a: { type: 'integer', default: 'x' } } }, `${root}.properties[a].default: Invalid value: "string":  in body must be of type integer: "string"`],
  [{ type: 'object', properties: { a: { type: 'object', default: { b: 1 } } } }, `${root}.properties[a].default: Invalid value: {"b":1}: must not have unknown fields`],
])('%j is refused', (schema, complaint) => expect(complaints(schema)).toEqual([complaint]));

test('what versions do not share is reported where it stands', () => {
  const version = (name: string, schema: object, storage: boolean) => ({ name, served: true, storage, schema: { openAPIV3Schema: schema } });
  expect(complaints({}, { versions: [version('v1', { type: 'object' }, true), version('v2', { type: 'object', properties: { a: {} } }, false)] })).toEqual(['spec.versions[1].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields']);
});

test('names, scope and versions are checked', () => {
  expect(complaints({ type: 'object' }, { scope: 'Galaxy', group: 'example' })).toEqual(['metadata.name: Invalid value: "widgets.example.com": must be spec.names.plural+"."+spec.group', 'spec.group: Invalid value: "example": should be a domain with at least one dot', 'spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"']);
  expect(complaints({}, { versions: [] }).map((c) => c.split(': ')[0])).toEqual(['spec.versions', 'status.storedVersions']);
});
