/** The values of expressions. Source: the CEL language definition, "Values"; apiserver's cel/common values. */

/** An integer is a bigint, a double a number, bytes a Uint8Array. */
export type Value =
  | bigint
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | UintValue
  | Instant
  | Span
  | ListValue
  | MapValue
  | OptionalValue
  | TypeValue
  | OpaqueValue;

/** An integer that is never negative: 1u. */
export class UintValue {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A time, in nanoseconds since 1970, and what its zone adds to UTC (seconds): it is written so. */
export class Instant {
  readonly nanos: bigint;
  readonly offset: number;
  constructor(nanos: bigint, offset = 0) {
    this.nanos = nanos;
    this.offset = offset;
  }
}

/** A duration, in nanoseconds. */
export class Span {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class ListValue {
  readonly items: readonly Value[];
  /** How entries are told apart: 'set' and 'map' lists are equal in any order. */
  readonly listType: string;
  /** The fields that tell the entries of a 'map' list apart. */
  readonly keys: readonly string[];
  constructor(items: readonly Value[], listType = 'atomic', keys: readonly string[] = []) {
    this.items = items;
    this.listType = listType;
    this.keys = keys;
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
  /** What else there is that no key tells of: counts when maps are compared. */
  readonly rest?: string;
}

export class MapValue {
  readonly entries: Entries;
  constructor(entries: Entries) {
    this.entries = entries;
  }
}

/** Something that may be missing. */
export class OptionalValue {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    this.value = value;
  }
}
export const NONE = new OptionalValue(undefined);

/** A type as a value: type(1) == int. */
export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** What Kubernetes adds: quantities, addresses, URLs, versions, formats. Those of one type and `id` are equal. */
export class OpaqueValue {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
  constructor(type: string, id: string, data: unknown) {
    this.type = type;
    this.id = id;
    this.data = data;
  }
}

/** What goes wrong while a rule is evaluated: it is told with the rule. */
export class EvaluationError extends Error {}

/** What is right, but not known here: named time zones, and rules that take too long. */
export class UnsupportedExpression extends Error {}

export const noOverload = (): EvaluationError => new EvaluationError('no such overload');

/** The name of a value's type, as type() and errors tell it. */
export function typeName(v: Value): string {
  switch (typeof v) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    default:
      break;
  }
  if (v === null) return 'null_type';
  if (v instanceof Uint8Array) return 'bytes';
  if (v instanceof UintValue) return 'uint';
  if (v instanceof Instant) return 'google.protobuf.Timestamp';
  if (v instanceof Span) return 'google.protobuf.Duration';
  if (v instanceof ListValue) return 'list';
  if (v instanceof MapValue) return 'map';
  if (v instanceof OptionalValue) return 'optional_type';
  return v instanceof TypeValue ? 'type' : (v as OpaqueValue).type;
}

/** A number of any type, for comparison with one of another; undefined for what is no number. */
function amount(v: Value): bigint | number | undefined {
  return typeof v === 'bigint' || typeof v === 'number' ? v : v instanceof UintValue ? v.value : undefined;
}

/** Equality: of different types never, of numbers by their amount. */
export function same(a: Value, b: Value): boolean {
  const x = amount(a);
  const y = amount(b);
  // eslint-disable-next-line eqeqeq -- a bigint and a number are compared by their amount
  if (x !== undefined && y !== undefined) return x == y;
  if (a instanceof ListValue && b instanceof ListValue) return sameLists(a, b);
  if (a instanceof MapValue && b instanceof MapValue)
    return (
      a.entries.size === b.entries.size &&
      (a.entries.rest ?? '') === (b.entries.rest ?? '') &&
      [...a.entries.keys()].every((k) => b.entries.has(k) && same(a.entries.get(k) as Value, b.entries.get(k) as Value))
    );
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((c, i) => c === b[i]);
  if (a instanceof Instant && b instanceof Instant) return a.nanos === b.nanos;
  if (a instanceof Span && b instanceof Span) return a.nanos === b.nanos;
  if (a instanceof OptionalValue && b instanceof OptionalValue)
    return a.value === undefined || b.value === undefined ? a.value === b.value : same(a.value, b.value);
  if (a instanceof TypeValue && b instanceof TypeValue) return a.name === b.name;
  if (a instanceof OpaqueValue && b instanceof OpaqueValue) return a.type === b.type && a.id === b.id;
  return a === b;
}

function sameLists(a: ListValue, b: ListValue): boolean {
  if (a.items.length !== b.items.length) return false;
  if (a.listType === 'set') return a.items.every((x) => b.items.some((y) => same(x, y)));
  if (a.listType === 'map')
    return a.items.every((x) => {
      const other = b.items.find((y) => sameKeys(x, y, a.keys));
      return other !== undefined && same(x, other);
    });
  return a.items.every((x, i) => same(x, b.items[i] as Value));
}

/** Whether two entries of a keyed list are the same entry. */
export function sameKeys(x: Value, y: Value, keys: readonly string[]): boolean {
  return (
    x instanceof MapValue &&
    y instanceof MapValue &&
    keys.every((k) => {
      const [p, q] = [x.entries.get(k), y.entries.get(k)];
      return p === undefined || q === undefined ? p === q : same(p, q);
    })
  );
}

/** Order, for numbers, texts, bytes, times and booleans. */
export function compare(a: Value, b: Value): number {
  const x = amount(a);
  const y = amount(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string')
    return inOrder(
      [...a].map((c) => c.codePointAt(0) as number),
      [...b].map((c) => c.codePointAt(0) as number),
    );
  if (a instanceof Uint8Array && b instanceof Uint8Array) return inOrder(a, b);
  if ((a instanceof Instant && b instanceof Instant) || (a instanceof Span && b instanceof Span))
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  throw noOverload();
}

function inOrder(x: ArrayLike<number>, y: ArrayLike<number>): number {
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const d = (x[i] as number) - (y[i] as number);
    if (d) return Math.sign(d);
  }
  return Math.sign(x.length - y.length);
}
