/** The table of messages against the schema: what JSON can say of a kind, protobuf can. */
import { expect, test } from 'vitest';
import { group } from '#shared/kinds/definition.ts';
import { kinds } from '#shared/kinds/index.ts';
import { fieldOf, typeOf, type Shape } from '#shared/kinds/schema/schema.ts';
import { JSON_FORMS } from './json-forms.ts';
import { hasMessage, messageFields, packageOf, type MessageField } from './messages.ts';

/** What each type may be in the schema. */
const SHAPES: Readonly<Record<string, readonly Shape['kind'][]>> = {
  s: ['string'],
  i: ['integer'],
  b: ['boolean'],
  y: ['bytes'],
  d: ['number'],
  Time: ['time'],
  MicroTime: ['microTime'],
  Quantity: ['quantity'],
  IntOrString: ['intOrString'],
  ExtraValue: ['list'],
  RawExtension: ['any'],
  FieldsV1: ['any'],
  JSON: ['any'],
  JSONSchemaPropsOrBool: ['any'],
  JSONSchemaPropsOrArray: ['any'],
  JSONSchemaPropsOrStringArray: ['any'],
  CustomResourceSubresourceStatus: ['any'],
};

const OPTIONS = [['v1', 'DeleteOptions', 'DeleteOptions']] as const;

/** Drydock's own group, and metrics, which nobody writes. */
const WITHOUT_PROTOBUF: ReadonlySet<string> = new Set(['drydock.dev', 'metrics.k8s.io']);

/** Every kind in every version that is served, and what its subresources take. */
const roots = [
  ...OPTIONS,
  ...kinds
    .filter((k) => !WITHOUT_PROTOBUF.has(group(k)))
    .flatMap((k) => [
      [k.apiVersion, k.kind, k.type ?? k.kind] as const,
      ...(k.served ?? []).map((s) => [s.apiVersion, k.kind, s.type ?? k.type ?? k.kind] as const),
      ...(k.subresources ?? []).flatMap((s) =>
        s.kind && s.apiVersion && !s.kind.endsWith('Options') ? [[s.apiVersion, s.kind, s.kind] as const] : [],
      ),
    ]),
];

function wrongIn(): readonly string[] {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const outer = (f: MessageField) => (f.many === '[]' ? 'list' : f.many === '{}' ? 'map' : '');
  function fields(pkg: string, message: string, schema: string, names: Set<string>): void {
    if (!hasMessage(pkg, message)) {
      wrong.push(`no message ${pkg} ${message}`);
      return;
    }
    for (const f of messageFields(pkg, message).values()) {
      if (f.name === '') {
        fields(f.pkg, f.type, schema, names);
        continue;
      }
      const shape = fieldOf(schema, f.name)?.shape;
      const many = shape?.kind === 'list' || shape?.kind === 'map';
      const inner = many ? shape.items : shape;
      const at = `${pkg} ${message}.${f.name}`;
      if (!shape || !inner) wrong.push(`${at} is not in the schema`);
      else if ((many ? shape.kind : '') !== outer(f)) wrong.push(`${at} is ${shape.kind}`);
      else if (names.has(f.name)) wrong.push(`${at} comes twice`);
      else if (inner.kind === 'object') walk(f.pkg, f.type, inner.type);
      else if (!SHAPES[f.type]?.includes(inner.kind)) wrong.push(`${at} is ${inner.kind}, not ${f.type}`);
      names.add(f.name);
    }
  }
  function walk(pkg: string, message: string, schema: string): void {
    const key = `${pkg} ${message} ${schema}`;
    const names = new Set<string>();
    if (seen.has(key)) return;
    seen.add(key);
    fields(pkg, message, schema, names);
    for (const name of typeOf(schema).fields.keys())
      if (!names.has(name) && name !== 'apiVersion' && name !== 'kind') wrong.push(`${key} has no number for ${name}`);
    // references say apiVersion and kind of something else: these have numbers, and a kind of its own has none
    if (!names.has('metadata') && typeOf(schema).fields.has('kind') && !names.has('kind') && !OPTIONS.some(([, kind]) => kind === message))
      wrong.push(`${key} has no number for kind`);
  }
  for (const [apiVersion, kind, schema] of roots) walk(packageOf(apiVersion, kind) ?? `none for ${apiVersion}`, kind, schema);
  return wrong;
}

test('every field of every kind that is served has a number, and its type is what the schema says', () => {
  expect(roots.length).toBeGreaterThan(60);
  expect(wrongIn()).toEqual([]);
});

test('a number is given once', () => {
  const numbers = messageFields('core.v1', 'PodSpec');
  expect(numbers.get(2)).toMatchObject({ name: 'containers', many: '[]', type: 'Container' });
  expect([...numbers.keys()].length).toBe(new Set([...numbers.values()].map((f) => f.name)).size);
});

test('messages that JSON writes otherwise have a form', () => {
  for (const type of Object.keys(SHAPES))
    if (type.length > 1 && type !== 'CustomResourceSubresourceStatus') expect(JSON_FORMS.has(type), type).toBe(true);
});
