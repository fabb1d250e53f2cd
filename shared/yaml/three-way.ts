/**
 * A manifest put on an object that is there already, as `kubectl apply` does: what it says is set, what an earlier manifest
 * said and this one says no longer is removed, and what anybody else has set stays. Lists are merged by the keys that the
 * schema gives them. Source: "Declarative Management", "How apply calculates differences"; structured-merge-diff.
 */
import { equal, isObject, setOwn, type JsonObject } from '../api/json.ts';
import { findType, typeOf, type Field, type Shape } from '../kinds/schema/schema.ts';

/** `current` with `next` on it, where `last` was put on it before (undefined: nobody knows). `type` is the kind's in the schema, if it has one. */
export function threeWay(current: JsonObject, last: JsonObject | undefined, next: JsonObject, type: string): JsonObject {
  return mergeMap(current, last, next, findType(type) ? { kind: 'object', type } : { kind: 'any' });
}

function merge(current: unknown, last: unknown, next: unknown, shape: Shape, field: Field | undefined): unknown {
  if (next === null || next === undefined) return undefined;
  if (field?.atomic || equal(current, next)) return equal(current, next) ? current : next;
  if (isObject(current) && isObject(next))
    return mergeMap(field?.patch?.retainKeys ? onlyKeys(current, next) : current, isObject(last) ? last : undefined, next, shape);
  if (Array.isArray(current) && Array.isArray(next)) return mergeList(current, Array.isArray(last) ? last : [], next, shape, field);
  return next;
}

function mergeMap(current: JsonObject, last: JsonObject | undefined, next: JsonObject, shape: Shape): JsonObject {
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(current), ...Object.keys(next)])) {
    const was = own(current, key);
    const said = last && own(last, key);
    const says = own(next, key);
    const inner = inside(shape, key);
    const value = Object.hasOwn(next, key)
      ? merge(was, said, says, inner.shape, inner.field)
      : said === undefined
        ? was
        : taken(was, said, inner.shape, inner.field);
    if (value !== undefined) setOwn(result, key, value);
  }
  return equal(result, current) ? current : result;
}

/** What is left of a value where a manifest no longer says any of it. */
function taken(was: unknown, said: unknown, shape: Shape, field: Field | undefined): unknown {
  if (field?.atomic) return undefined;
  if (isObject(was) && isObject(said)) {
    const rest = mergeMap(was, said, {}, shape);
    return Object.keys(rest).length ? rest : undefined;
  }
  if (Array.isArray(was) && Array.isArray(said)) {
    const rest = mergeList(was, said, [], shape, field);
    return rest.length ? rest : undefined;
  }
  return undefined;
}

function mergeList(
  current: readonly unknown[],
  last: readonly unknown[],
  next: readonly unknown[],
  shape: Shape,
  field: Field | undefined,
): readonly unknown[] {
  const items: Shape = shape.kind === 'list' ? shape.items : { kind: 'any' };
  const type = field?.list;
  if (type?.type === 'set') {
    const gone = last.filter((x) => !next.includes(x));
    return [...new Set([...current.filter((x) => !gone.includes(x)), ...next])];
  }
  if (type?.type !== 'map') return next;
  const id = (x: unknown) => JSON.stringify(type.keys.map((k) => (isObject(x) ? (x[k] ?? DEFAULT_KEYS[k]) : undefined)));
  const was = new Map(current.map((x) => [id(x), x]));
  const said = new Map(last.map((x) => [id(x), x]));
  const says = new Set(next.map(id));
  const set = next.map((x) => {
    const k = id(x);
    return was.has(k) ? merge(keep(was.get(k), x, field), said.get(k), x, items, undefined) : x;
  });
  return [...set, ...current.filter((x) => !says.has(id(x)) && !said.has(id(x)))];
}

/** Keys of lists that have a default. */
const DEFAULT_KEYS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

const keep = (was: unknown, next: unknown, field: Field | undefined): unknown =>
  field?.patch?.retainKeys && isObject(was) && isObject(next) ? onlyKeys(was, next) : was;
const onlyKeys = (o: JsonObject, keys: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(o).filter(([k]) => Object.hasOwn(keys, k)));
const own = (o: JsonObject, k: string): unknown => (Object.hasOwn(o, k) ? o[k] : undefined);

function inside(shape: Shape, key: string): { readonly shape: Shape; readonly field: Field | undefined } {
  if (shape.kind === 'object') {
    const field = typeOf(shape.type).fields.get(key);
    return { shape: field?.shape ?? { kind: 'any' }, field };
  }
  return { shape: shape.kind === 'map' ? shape.items : { kind: 'any' }, field: undefined };
}
