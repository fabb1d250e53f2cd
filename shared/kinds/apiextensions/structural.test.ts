import { expect, test } from 'vitest';
import { decodeValue } from '../../api/decode/decode.ts';
import type { CustomResourceDefinition } from '../types.ts';
import { customResourceDefinitions as kind } from './custom-resource-definition.ts';

const complaints = (schema: object, more: object = {}): readonly string[] => {
  const spec = {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    ...more,
  };
  const o = kind.default!(
    decodeValue<CustomResourceDefinition>('CustomResourceDefinition', { metadata: { name: 'widgets.example.com' }, spec }).value,
  );
  return kind.validate!(kind.prepareCreate!(o)).map((e) => `${e.field}: ${e.detail}`);
};
const root = 'spec.validation.openAPIV3Schema';

test('names and conversion are filled in, the stored version is noted', () => {
  const o = kind.default!(
    decodeValue<CustomResourceDefinition>('CustomResourceDefinition', {
      spec: { names: { plural: 'widgets', kind: 'Widget' }, versions: [{ name: 'v1', storage: true }] },
    }).value,
  );
  expect(o.spec.names).toEqual({ plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' });
  expect([o.spec.conversion, kind.prepareCreate!(o).status]).toEqual([
    { strategy: 'None' },
    { acceptedNames: { kind: '', plural: '' }, conditions: null, storedVersions: ['v1'] },
  ]);
});

test('a structural schema is fine', () => {
  expect(
    complaints({
      type: 'object',
      properties: {
        metadata: { type: 'object' },
        spec: {
          type: 'object',
          properties: { port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] } },
        },
      },
    }),
  ).toEqual([]);
});

test.each([
  [
    { type: 'object', properties: { spec: {} } },
    `${root}.properties[spec].type: Required value: must not be empty for specified object fields`,
  ],
  [{ properties: {} }, `${root}.type: Required value: must not be empty at the root`],
  [{ type: 'object', properties: { a: { type: 'array' } } }, `${root}.properties[a].items: Required value: must be specified`],
  [
    { type: 'object', properties: { a: { type: 'strin' } } },
    `${root}.properties[a].type: Unsupported value: "strin": supported values: "array", "boolean", "integer", "number", "object", "string"`,
  ],
  [
    { type: 'object', properties: { a: { type: 'string', pattern: '(' } } },
    `${root}.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): \`(\``,
  ],
  [
    { type: 'object', properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } },
    `${root}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`,
  ],
  [
    { type: 'object', anyOf: [{ properties: { a: { minimum: 1 } } }] },
    `${root}.properties[a]: Required value: because it is defined in ${root}.anyOf[0].properties[a]`,
  ],
  [
    { type: 'object', properties: { a: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' } } },
    `${root}.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
  ],
  [
    { type: 'object', properties: { a: { type: 'object', properties: {}, default: {}, uniqueItems: true } } },
    `${root}.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
  ],
  [
    { type: 'object', properties: { a: { type: 'integer', default: 'x' } } },
    `${root}.properties[a].default: Invalid value: "string":  in body must be of type integer: "string"`,
  ],
  [
    { type: 'object', properties: { a: { type: 'object', default: { b: 1 } } } },
    `${root}.properties[a].default: Invalid value: {"b":1}: must not have unknown fields`,
  ],
])('%j is refused', (schema, complaint) => expect(complaints(schema)).toEqual([complaint]));

const ruled = (part: object, rule: object) => ({ type: 'object', properties: { a: { ...part, 'x-kubernetes-validations': [rule] } } });
const at = `${root}.properties[a].x-kubernetes-validations[0]`;
const go = (rule: string, more: object = {}) =>
  JSON.stringify({
    Rule: rule,
    Message: '',
    MessageExpression: '',
    Reason: null,
    FieldPath: '',
    OptionalOldSelf: null,
    ...more,
  }).replaceAll('>', '\\u003e');
test.each([
  [
    ruled({ type: 'string' }, { rule: 'self > 1' }),
    `${at}.rule: Invalid value: ${go('self > 1')}: compilation failed: ERROR: <input>:1:6: found no matching overload for '_>_' applied to '(string, int)'\n | self > 1\n | .....^`,
  ],
  [
    ruled({ type: 'string' }, { rule: 'self.size()' }),
    `${at}.rule: Invalid value: ${go('self.size()')}: cel expression must evaluate to a bool`,
  ],
  [
    ruled({ type: 'string' }, { rule: "self.find('(') == ''" }),
    `${at}.rule: Invalid value: ${go("self.find('(') == ''")}: program instantiation failed: error parsing regexp: missing closing ): \`(\``,
  ],
  [
    ruled({ type: 'string' }, { rule: 'true', messageExpression: '1' }),
    `${at}.messageExpression: Invalid value: ${go('true', { MessageExpression: '1' })}: messageExpression must evaluate to a string`,
  ],
  [
    ruled({ type: 'string' }, { rule: 'true', optionalOldSelf: true }),
    `${at}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`,
  ],
  [
    ruled({ type: 'object', properties: { b: { type: 'string' } } }, { rule: 'has(self.b)', fieldPath: '.c' }),
    `${at}.fieldPath: Invalid value: ".c": must be a valid path`,
  ],
  [
    ruled({ 'x-kubernetes-preserve-unknown-fields': true }, { rule: 'true' }),
    `${root}.properties[a].x-kubernetes-validations: Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations`,
  ],
  [
    {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } } },
    },
    `${root}.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within ${root}.properties[a]`,
  ],
  [
    { type: 'object', 'x-kubernetes-validations': [{ rule: 'self.metadata.name.size() < 9 && self.metadata.labels.size() > 1' }] },
    `${root}.x-kubernetes-validations[0].rule: Invalid value: ${go('self.metadata.name.size() < 9 && self.metadata.labels.size() > 1').replace(/</g, '\\u003c').replaceAll('&', '\\u0026')}: compilation failed: ERROR: <input>:1:47: undefined field 'labels'\n | self.metadata.name.size() < 9 && self.metadata.labels.size() > 1\n | ..............................................^`,
  ],
])('rules are compiled: %j', (schema, complaint) => expect(complaints(schema)).toEqual([complaint]));

test('defaults within metadata result in sound metadata; embedded objects in defaults are sound', () => {
  const text = { type: 'string' };
  const embedded = (more: object, own: object = {}) => ({
    type: 'object',
    properties: {
      pod: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        properties: {
          apiVersion: text,
          kind: text,
          metadata: { type: 'object', properties: { name: text, labels: { type: 'object', additionalProperties: text } } },
          ...more,
        },
        ...own,
      },
    },
  });
  const pod = `${root}.properties[pod]`;
  expect(complaints(embedded({ kind: { type: 'string', default: '9x' } }))).toEqual([
    `${pod}.properties[kind].default: Invalid value: "9x": must result in valid metadata: kind: Invalid value: "9x": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
  ]);
  expect(complaints(embedded({ metadata: { type: 'object', default: { name: 'a', other: 1 } } }))).toEqual([]);
  expect(complaints(embedded({}, { default: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a/b' } } }))).toEqual([
    `${pod}.default.metadata.name: Invalid value: "a/b": may not contain '/'`,
  ]);
});

test('fields to select by lead to a text, a number or a truth', () => {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'object', properties: {} }, c: { type: 'array', items: { type: 'string' } } },
      },
    },
  };
  const of = (...paths: readonly string[]) =>
    complaints(schema, {
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          selectableFields: paths.map((jsonPath) => ({ jsonPath })),
        },
      ],
    });
  expect(of('.spec.a', '.spec.x', '.spec.b', ".spec['a']", '.spec.a')).toEqual([
    'spec.selectableFields[1].jsonPath: Invalid value: ".spec.x": is an invalid path: does not refer to a valid field',
    'spec.selectableFields[2].jsonPath: Invalid value: ".spec.b": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
    'spec.selectableFields[3].jsonPath: Invalid value: ".spec[\'a\']": is an invalid path: array notation is not allowed',
    'spec.selectableFields[4].jsonPath: Duplicate value: ".spec.a"',
  ]);
});

test('what versions do not share is reported where it stands', () => {
  const version = (name: string, schema: object, storage: boolean) => ({
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: schema },
  });
  expect(
    complaints(
      {},
      { versions: [version('v1', { type: 'object' }, true), version('v2', { type: 'object', properties: { a: {} } }, false)] },
    ),
  ).toEqual(['spec.versions[1].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields']);
});

test('names, scope and versions are checked', () => {
  expect(complaints({ type: 'object' }, { scope: 'Galaxy', group: 'example' })).toEqual([
    'metadata.name: Invalid value: "widgets.example.com": must be spec.names.plural+"."+spec.group',
    'spec.group: Invalid value: "example": should be a domain with at least one dot',
    'spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"',
  ]);
  expect(complaints({}, { versions: [] }).map((c) => c.split(': ')[0])).toEqual(['spec.versions', 'status.storedVersions']);
});
