/**
 * Carries a change over: what differs between two versions of a value is put on a third, which may have moved on
 * meanwhile. Undo and the designer's writes use it, so that a running cluster never gets in a person's way.
 */
import { equal, isObject, setOwn, type JsonObject } from './json.ts';

/**
 * `onto` with the difference from `from` to `to` applied. Maps go key by key, lists of named things (containers, ports,
 * volumes) by name, lists of one length place by place; any other list that differs is replaced. Parts that do not
 * differ stay as they are in `onto`, identical where nothing changed.
 */
export function carry(onto: unknown, from: unknown, to: unknown): unknown {
  if (equal(from, to) || equal(onto, to)) return onto;
  if (isObject(onto) && isObject(from) && isObject(to)) return carryMap(onto, from, to);
  if (Array.isArray(onto) && Array.isArray(from) && Array.isArray(to)) return carryList(onto, from, to);
  return to;
}

function carryMap(onto: JsonObject, from: JsonObject, to: JsonObject): JsonObject {
  const result: Record<string, unknown> = {};
  for (const k of Object.keys(onto)) {
    const value = carry(onto[k], own(from, k), own(to, k));
    if (value !== undefined) setOwn(result, k, value);
  }
  for (const k of Object.keys(to)) if (!Object.hasOwn(onto, k) && !equal(own(from, k), to[k])) setOwn(result, k, to[k]);
  return result;
}

function carryList(onto: readonly unknown[], from: readonly unknown[], to: readonly unknown[]): readonly unknown[] {
  const [o, f, t] = [byName(onto), byName(from), byName(to)];
  if (o && f && t) {
    const kept = onto.filter((x) => t.has(nameOf(x)) || !f.has(nameOf(x))).map((x) => carry(x, f.get(nameOf(x)), t.get(nameOf(x)) ?? x));
    const added = to.filter((x) => !o.has(nameOf(x)) && !equal(f.get(nameOf(x)), x));
    return [...kept, ...added];
  }
  if (onto.length === from.length && from.length === to.length) return onto.map((x, i) => carry(x, from[i], to[i]));
  return to;
}

const own = (o: JsonObject, k: string): unknown => (Object.hasOwn(o, k) ? o[k] : undefined);
const nameOf = (x: unknown): string => (x as { name: string }).name;

/** The entries of a list by name, where each has one of its own. */
function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const x of list) {
    if (!isObject(x) || typeof x['name'] !== 'string' || named.has(x['name'])) return undefined;
    named.set(x['name'], x);
  }
  return named;
}
