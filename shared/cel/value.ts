/** The values of expressions. Source: the CEL language definition, "Values"; apiserver's cel/common values. */

/** An integer is a bigint, a double a number. */
export type Value = bigint | number | string | boolean | null | ListValue | MapValue;

export class ListValue {
  readonly items: readonly Value[];
  /** How entries are told apart: 'set' and 'map' lists are equal in any order. */
  readonly listType: string;
  constructor(items: readonly Value[], listType = 'atomic') {
    this.items = items;
    this.listType = listType;
  }
}

/** What a map's keys may be. */
export type Key = string | bigint | boolean;

/** What is asked of a map's entries: a Map, or something that makes values when they are asked for. */
export interface Entries {
  readonly size: number;
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
  keys(): Iterable<Key>;
}

export class MapValue {
  readonly entries: Entries;
  constructor(entries: Entries) {
    this.entries = entries;
  }
}

/** What goes wrong while a rule is evaluated: it is told with the rule. */
export class EvaluationError extends Error {}

export const noOverload = (): EvaluationError => new EvaluationError('no such overload');

/** Equality: of different types never, of numbers by their amount. */
export function same(a: Value, b: Value): boolean {
  if ((typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number')) return Number(a) === Number(b) && (typeof a === typeof b ? a === b : true);
  if (a instanceof ListValue && b instanceof ListValue) {
    if (a.items.length !== b.items.length) return false;
    if (a.listType === 'set' || a.listType === 'map') return a.items.every((x) => b.items.some((y) => same(x, y)));
    return a.items.every((x, i) => same(x, b.items[i] as Value));
  }
  if (a instanceof MapValue && b instanceof MapValue) return a.entries.size === b.entries.size && [...a.entries.keys()].every((k) => b.entries.has(k) && same(a.entries.get(k) as Value, b.entries.get(k) as Value));
  return a === b;
}

/** Order, for numbers, texts and booleans. */
export function compare(a: Value, b: Value): number {
  if ((typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number')) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') { const [x, y] = [[...a], [...b]]; for (let i = 0; i < Math.min(x.length, y.length); i++) { const d = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0); if (d) return d; } return x.length - y.length; }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  throw noOverload();
}
