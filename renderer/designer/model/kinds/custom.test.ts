import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { addableOf } from './custom.ts';

const made = (spec: object): unknown => {
  const d = {
    metadata: { name: 'gates.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'gates', kind: 'Gate' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
    },
  };
  const [o] = addableOf(d as never as CustomResourceDefinition)!.make({
    namespace: 'default',
    free: (_v: string, _k: string, base: string) => base,
  } as never);
  return (o as { spec?: unknown }).spec;
};
const text = { type: 'string' };
const port = { type: 'integer', minimum: 1 };

test.each<readonly [string, object, unknown]>([
  [
    'what is required, with defaults, first choices and lower bounds',
    {
      type: 'object',
      required: ['a', 'b', 'c', 'd'],
      properties: {
        a: { ...text, default: 'z' },
        b: { ...text, enum: ['p', 'q'] },
        c: port,
        d: { type: 'array', minItems: 1, items: { ...text, minLength: 2 } },
        e: text,
      },
    },
    { a: 'z', b: 'p', c: 1, d: ['xx'] },
  ],
  [
    'texts of a pattern or format',
    {
      type: 'object',
      required: ['a', 'b', 'c'],
      properties: {
        a: { ...text, pattern: '^[a-z.]+/[a-z]+$' },
        b: { ...text, format: 'date-time' },
        c: { 'x-kubernetes-int-or-string': true, pattern: '^/$' },
      },
    },
    { a: 'example.com/x', b: '2026-01-01T00:00:00Z', c: 1 },
  ],
  [
    'one of what may be there',
    { type: 'object', properties: { a: text, b: port }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { a: '' },
  ],
  [
    'what a rule asks for',
    {
      type: 'object',
      required: ['refs'],
      properties: {
        kind: { ...text, default: 'Service' },
        refs: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: text, port },
            'x-kubernetes-validations': [{ rule: 'has(self.port)' }],
          },
        },
      },
    },
    { refs: [{ name: '', port: 1 }] },
  ],
])('a new object has %s', (_what, spec, value) => expect(made(spec)).toEqual(value));
