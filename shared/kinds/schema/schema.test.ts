import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinds } from '../index.ts';
import { describe as description } from './descriptions.ts';
import { GENERATED_TYPES } from './generated.ts';
import { GO_TYPES } from './go-types.ts';
import { LISTS } from './lists.ts';
import { PRESENCE } from './presence.ts';
import { findType, fieldOf, publishedDefault, typeNames, typeOf, type Shape } from './schema.ts';

test('a field knows its shape, its list keys, its merge key and its Go type', () => {
  const containers = fieldOf('PodSpec', 'containers');
  expect(containers).toMatchObject({
    shape: { kind: 'list', items: { kind: 'object', type: 'Container' } },
    required: true,
    goType: '[]v1.Container',
    list: { type: 'map', keys: ['name'] },
    patch: { merge: true, mergeKey: 'name' },
  });
  expect(fieldOf('Container', 'imagePullPolicy')).toMatchObject({
    goType: 'v1.PullPolicy',
    enum: { values: ['Always', 'Never', 'IfNotPresent'], published: true },
  });
  expect(fieldOf('PodSpec', 'volumes')?.patch).toEqual({ merge: true, mergeKey: 'name', retainKeys: true, replace: false });
});

test('quantities are told from plain strings', () => {
  expect(fieldOf('ResourceRequirements', 'limits')?.shape).toEqual({ kind: 'map', items: { kind: 'quantity' } });
  expect(fieldOf('EmptyDirVolumeSource', 'sizeLimit')?.shape).toEqual({ kind: 'quantity' });
});

test('a field knows whether it is written when it holds nothing', () => {
  expect(['replicas', 'selector', 'template', 'minReadySeconds'].map((f) => fieldOf('DeploymentSpec', f)?.presence)).toEqual([
    'pointer',
    'nullable',
    'kept',
    'omitted',
  ]);
  expect(publishedDefault('ServicePort', fieldOf('ServicePort', 'protocol')!)).toBe('TCP');
});

test('types that the generated schema does not have are there too', () => {
  expect(fieldOf('NodePool', 'spec')?.shape).toEqual({ kind: 'object', type: 'NodePoolSpec' });
  expect(fieldOf('NodeMetrics', 'usage')?.shape).toEqual({ kind: 'map', items: { kind: 'quantity' } });
  expect(findType('constructor')).toBeUndefined();
});

test("descriptions are Kubernetes' words", () => {
  expect(description('Pod')).toMatch(/collection of containers/);
  expect(description('NodePoolSpec', 'zones')).toMatch(/zones/);
});

test('every table speaks of types and fields that exist', () => {
  for (const [table, mark] of [
    [GO_TYPES, (x: string) => x.slice(0, x.indexOf(':'))],
    [PRESENCE, (x: string) => x.slice(1)],
    [LISTS, (x: string) => (x === 'atomic' ? undefined : x.slice(0, x.indexOf(':')))],
  ] as const)
    for (const [type, facts] of table)
      for (const f of facts) {
        const field = mark(f);
        if (field !== undefined) expect(fieldOf(type, field), `${type}.${field}`).toBeDefined();
      }
});

const published = fileURLToPath(new URL('../../../../shared/schemas/kubernetes-1.36-definitions.json', import.meta.url));

interface Definition {
  readonly properties?: Record<string, Property>;
  readonly required?: string[];
  readonly 'x-kubernetes-map-type'?: string;
}
interface Property {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

describe.skipIf(!existsSync(published))('the tables agree with the published definitions', () => {
  const { definitions } = JSON.parse(readFileSync(published, 'utf8')) as { definitions: Record<string, Definition> };
  const bySource = new Map<string, Definition>();
  for (const [name, d] of Object.entries(definitions)) {
    const [group, version, type] = name.split('.').slice(-3) as [string, string, string];
    for (const key of [version, `${group}.${version}`]) bySource.set(`${key.split('.').map(capital).join('')}${type}`, d);
  }
  const reachable = reachableTypes();

  test('list types, keys, merge keys, patch strategies and atomic maps', () => {
    let compared = 0;
    for (const name of reachable) {
      const type = typeOf(name);
      const d = bySource.get(GENERATED_TYPES[name]?.source ?? '');
      if (!d) continue;
      expect(type.atomic, name).toBe(d['x-kubernetes-map-type'] === 'atomic');
      for (const [f, p] of Object.entries(d.properties ?? {})) {
        const field = type.fields.get(f)!;
        const at = `${name}.${f}`;
        if (p['x-kubernetes-list-type']) {
          expect(field.list, at).toEqual({
            type: p['x-kubernetes-list-type'],
            ...(p['x-kubernetes-list-map-keys'] ? { keys: p['x-kubernetes-list-map-keys'] } : {}),
          });
          compared++;
        } else if (field.list) expect(field.list, at).toEqual({ type: 'atomic' });
        if (p['x-kubernetes-patch-strategy'] || field.patch) {
          expect(
            [field.patch?.merge && 'merge', field.patch?.retainKeys && 'retainKeys', field.patch?.replace && 'replace']
              .filter(Boolean)
              .join(','),
            at,
          ).toBe(p['x-kubernetes-patch-strategy']);
          compared++;
        }
        if (p['x-kubernetes-patch-merge-key'] || field.patch?.mergeKey) {
          expect(field.patch?.mergeKey, at).toBe(p['x-kubernetes-patch-merge-key']);
          compared++;
        }
        if (p['x-kubernetes-map-type']) {
          expect(field.atomic, at).toBe(p['x-kubernetes-map-type'] === 'atomic');
          compared++;
        }
      }
    }
    console.log(`schema: ${compared} list and merge facts compared over ${reachable.length} types`);
    expect(compared).toBeGreaterThan(300);
  });

  test('quantities', () => {
    let compared = 0;
    const quantity = (p: Property | undefined): boolean =>
      p !== undefined && (p.$ref?.endsWith('.Quantity') === true || quantity(p.items) || quantity(p.additionalProperties));
    const inShape = (s: Shape): boolean => s.kind === 'quantity' || ((s.kind === 'list' || s.kind === 'map') && inShape(s.items));
    for (const name of reachable)
      for (const [f, p] of Object.entries(bySource.get(GENERATED_TYPES[name]?.source ?? '')?.properties ?? {})) {
        expect(inShape(typeOf(name).fields.get(f)!.shape), `${name}.${f}`).toBe(quantity(p));
        compared++;
      }
    console.log(`schema: ${compared} fields compared for being quantities`);
    expect(compared).toBeGreaterThan(1500);
  });
});

function capital(s: string): string {
  return s[0]!.toUpperCase() + s.slice(1);
}

/** The types that objects of the kinds we serve are made of. */
function reachableTypes(): readonly string[] {
  const seen = new Set<string>();
  const follow = (s: Shape): void => {
    if (s.kind === 'object') visit(s.type);
    else if (s.kind === 'list' || s.kind === 'map') follow(s.items);
  };
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const f of typeOf(name).fields.values()) follow(f.shape);
  };
  for (const k of kinds) {
    visit(k.type ?? k.kind);
    for (const s of k.served ?? []) if (s.type !== undefined) visit(s.type);
  }
  expect(typeNames()).toEqual(expect.arrayContaining([...seen]));
  return [...seen];
}
