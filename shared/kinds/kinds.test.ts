/** Whatever object of its type a kind is given, it completes it once and says what is wrong with it without failing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValue } from '../api/decode/decode.ts';
import { deepFreeze } from '../api/json.ts';
import type { ApiObject } from '../api/object.ts';
import type { KindDefinition } from './definition.ts';
import { kinds } from './index.ts';
import { typeOf, type Shape } from './schema/schema.ts';

const words = fc.constantFrom(
  '',
  'a',
  'web',
  'TCP',
  'Always',
  'Never',
  'In',
  'RollingUpdate',
  'Indexed',
  '25%',
  '10.0.0.1',
  'fd00::1/64',
  'example.com/x',
  '-',
  'Ünï',
  '*',
);
const quantities = fc.constantFrom('0', '1', '100m', '-1', '1Gi', '1.5');
const times = fc.constantFrom('2026-01-02T03:04:05Z', null);

/** Any JSON of a shape, some of it missing; deep parts are rare, so that objects stay small. */
function anyOf(s: Shape, depth: number): fc.Arbitrary<unknown> {
  switch (s.kind) {
    case 'object': {
      if (depth <= 0) return fc.constant({});
      const fields = Object.fromEntries(
        [...typeOf(s.type).fields.values()].map((f) => [
          f.name,
          fc.option(anyOf(f.shape, depth - 1), { nil: undefined, freq: depth > 4 ? 4 : 1 }),
        ]),
      );
      return fc.record(fields, { requiredKeys: [] });
    }
    case 'list':
      return fc.array(anyOf(s.items, depth - 1), { maxLength: 2 });
    case 'map':
      return fc.dictionary(words, anyOf(s.items, depth - 1), { maxKeys: 2 });
    case 'integer':
      return fc.constantFrom(0, 1, -1, 3, 70000, 600);
    case 'number':
      return fc.constantFrom(0, 1.5, -1);
    case 'boolean':
      return fc.boolean();
    case 'quantity':
      return quantities;
    case 'time':
      return times;
    case 'microTime':
      return fc.constantFrom('2026-01-02T03:04:05.000000Z', null);
    case 'duration':
      return fc.constantFrom('1s', '0s');
    case 'intOrString':
      return fc.oneof(fc.constantFrom(0, 1, -1), words);
    case 'bytes':
      return fc.constantFrom('', 'YQ==');
    case 'any':
      return fc.constantFrom(null, {}, { a: 1 }, 'x');
    default:
      return words;
  }
}

const objects = (k: KindDefinition): fc.Arbitrary<ApiObject> =>
  anyOf({ kind: 'object', type: k.type ?? k.kind }, 7).map((value) => {
    const o = decodeValue<ApiObject>(k.type ?? k.kind, JSON.parse(JSON.stringify(value))).value;
    return deepFreeze({
      ...o,
      apiVersion: k.apiVersion,
      kind: k.kind,
      metadata: { ...o.metadata, name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    });
  });

describe('every kind', () => {
  test.each(kinds.map((k) => [k.apiVersion, k.kind, k] as const))('%s %s', (_v, _k, k) => {
    fc.assert(
      fc.property(objects(k), objects(k), (given, other) => {
        const o = deepFreeze(k.default?.(given) ?? given);
        const created = deepFreeze(k.prepareCreate?.(o) ?? o);
        const previous = deepFreeze(k.default?.(other) ?? other);
        expect(k.default?.(o) ?? o).toEqual(o);
        for (const e of [
          ...(k.validate?.(created) ?? []),
          ...(k.validateUpdate?.(k.prepareUpdate?.(o, previous) ?? o, previous) ?? []),
          ...(k.validateStatusUpdate?.(o, previous) ?? []),
        ])
          expect(e.field).not.toContain('undefined');
        k.warnings?.(o);
        k.warnings?.(o, previous);
        k.selectableFields?.(o);
        for (const c of k.columns ?? []) expect(c.cell(o, { nowMs: 0 })).not.toBeUndefined();
        for (const v of k.served ?? []) expect(() => v.toStored(v.fromStored(o))).not.toThrow();
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

test('what a table shows of a kind without being asked for more', () => {
  const shown = (kind: string) =>
    kinds
      .find((k) => k.kind === kind)
      ?.columns?.filter((c) => !c.priority)
      .map((c) => c.name);
  expect([shown('PriorityClass'), shown('IPAddress'), shown('ServiceAccount')]).toEqual([
    ['Name', 'Value', 'Global-Default', 'Age', 'PreemptionPolicy'],
    ['Name', 'ParentRef'],
    ['Name', 'Age'],
  ]);
});
