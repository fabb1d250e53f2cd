/**
 * What a structural schema keeps of an object and fills in: fields that are not specified go, nulls that may not be go,
 * defaults come. Parts that stay as they are stay identical. Source: apiextensions' apiserver/schema pruning, defaulting.
 */
import { equal, isObject, setOwn, type JsonObject } from '../../api/json.ts';
import type { JSONSchemaProps } from '../generated/types.ts';

/** The schema of a list's items. */
export const itemSchema = (s: JSONSchemaProps): JSONSchemaProps | undefined =>
  isObject(s.items) ? (s.items as JSONSchemaProps) : undefined;

/** The schema of a map's values. */
export const valueSchema = (s: JSONSchemaProps): JSONSchemaProps | undefined =>
  isObject(s.additionalProperties) ? (s.additionalProperties as JSONSchemaProps) : undefined;

/** The schema of one property, where it is specified. */
export const propertySchema = (s: JSONSchemaProps, name: string): JSONSchemaProps | undefined =>
  s.properties && Object.hasOwn(s.properties, name) ? s.properties[name] : undefined;

/** What an entry of a list was in the list before: known only where entries are told apart by keys. */
export function counterpart(old: unknown, x: unknown, s: JSONSchemaProps): unknown {
  const keys = s['x-kubernetes-list-type'] === 'map' ? (s['x-kubernetes-list-map-keys'] ?? []) : [];
  return keys.length && Array.isArray(old) && isObject(x)
    ? (old as readonly unknown[]).find((o) => isObject(o) && keys.every((k) => equal(o[k], x[k])))
    : undefined;
}

const hasValues = (s: JSONSchemaProps) => s.additionalProperties !== undefined && s.additionalProperties !== false;
const META: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** Takes away what the schema does not specify, telling of each field that goes: 'spec.list[0].extra'. */
export function prune<T>(o: T, s: JSONSchemaProps, unknown?: (path: string) => void): T {
  return pruned(o, { ...s, 'x-kubernetes-embedded-resource': true }, '', unknown ?? (() => {})) as T;
}

/** Whether a part of an object has nothing but what its schema specifies. */
export function isPruned(x: unknown, s: JSONSchemaProps): boolean {
  return pruned(x, s, '', () => {}) === x;
}

function pruned(x: unknown, s: JSONSchemaProps | undefined, path: string, unknown: (path: string) => void): unknown {
  const preserves = s?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(x))
    return mapped(x, (v, i) => {
      const inner = s && itemSchema(s);
      const at = `${path}[${i}]`;
      return preserves && !inner ? v : preserves ? keeping(v, inner, at, unknown) : pruned(v, inner, at, unknown);
    });
  if (!isObject(x)) return x;
  return fields(x, (k, v) => {
    const at = path ? `${path}.${k}` : k;
    if (s?.['x-kubernetes-embedded-resource'] && META.has(k)) return v;
    const property = s && propertySchema(s, k);
    if (property) return pruned(v, property, at, unknown);
    if (s && hasValues(s)) return pruned(v, valueSchema(s), at, unknown);
    if (preserves) return v;
    if (!META.has(k) || path) unknown(at);
    return undefined;
  });
}

/** Inside a preserved list what is specified of its items is still looked into; what is not stays. */
function keeping(x: unknown, s: JSONSchemaProps | undefined, path: string, unknown: (path: string) => void): unknown {
  return s ? pruned(x, { ...s, 'x-kubernetes-preserve-unknown-fields': true }, path, unknown) : x;
}

/** Nulls that may not be are taken away, or replaced by the default; what is missing gets its default. */
export function withSchemaDefaults<T>(o: T, s: JSONSchemaProps): T {
  return defaulted(o, s) as T;
}

function defaulted(x: unknown, s: JSONSchemaProps | undefined): unknown {
  if (!s) return x;
  if (Array.isArray(x))
    return mapped(x, (v) => {
      const inner = itemSchema(s);
      return defaulted(v === null ? (inner?.default ?? null) : v, inner);
    });
  if (!isObject(x)) return x;
  const kept = fields(x, (k, v) => {
    const inner = propertySchema(s, k) ?? valueSchema(s);
    if (v === null && inner && !inner.nullable)
      return inner.default === undefined || inner.default === null ? undefined : defaulted(inner.default, inner);
    return defaulted(v, inner);
  });
  let out: Record<string, unknown> | undefined;
  for (const [k, property] of Object.entries(s.properties ?? {})) {
    if (property.default === undefined || property.default === null || Object.hasOwn(kept, k)) continue;
    setOwn((out ??= { ...kept }), k, defaulted(property.default, property));
  }
  return out ?? kept;
}

/** A list with each entry changed; the same list where none is. */
function mapped(list: readonly unknown[], change: (v: unknown, i: number) => unknown): readonly unknown[] {
  let out: unknown[] | undefined;
  list.forEach((v, i) => {
    const next = change(v, i);
    if (next !== v) (out ??= [...list])[i] = next;
  });
  return out ?? list;
}

/** An object with each field changed, or gone where it becomes undefined; the same object where none is. */
function fields(x: JsonObject, change: (k: string, v: unknown) => unknown): JsonObject {
  let changed = false;
  const entries = Object.keys(x).map((k) => {
    const next = change(k, x[k]);
    changed ||= next !== x[k];
    return [k, next] as const;
  });
  if (!changed) return x;
  const out: Record<string, unknown> = {};
  for (const [k, v] of entries) if (v !== undefined) setOwn(out, k, v);
  return out;
}
