/** What signs mean. '&&', '||' and '?:' are not here: the evaluator looks at one side first. Source: cel-go's common/stdlib. */
import { each, fn, type Overload } from '../overload.ts';
import {
  compare,
  EvaluationError,
  Instant,
  ListValue,
  MapValue,
  NONE,
  noOverload,
  OptionalValue,
  same,
  sameKeys,
  Span,
  UintValue,
  type Key,
  type Value,
} from '../value.ts';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;
/** The first moment of the year 1. */
export const FIRST = -62_135_596_800n * 1_000_000_000n;
const LAST = 253_402_300_800n * 1_000_000_000n;

/** A whole number that fits. */
export function int(n: bigint): bigint {
  if (n > MAX_INT || n < MIN_INT) throw new EvaluationError('integer overflow');
  return n;
}

export function uint(n: bigint): UintValue {
  if (n > MAX_UINT || n < 0n) throw new EvaluationError('unsigned integer overflow');
  return new UintValue(n);
}

export function span(nanos: bigint): Span {
  if (nanos > MAX_INT || nanos < MIN_INT) throw new EvaluationError('integer overflow');
  return new Span(nanos);
}

/** A time between the years 1 and 9999. */
export function instant(nanos: bigint, offset = 0): Instant {
  if (nanos < FIRST || nanos >= LAST) throw new EvaluationError('timestamp overflow');
  return new Instant(nanos, offset);
}

/** A key of a map. */
export function keyOf(v: Value): Key {
  if (typeof v === 'string' || typeof v === 'bigint' || typeof v === 'boolean') return v;
  if (v instanceof UintValue) return v.value;
  if (typeof v === 'number' && Number.isInteger(v)) return BigInt(v);
  throw noOverload();
}

const keyText = (k: Key) => String(k);

function entry(m: MapValue, key: Value): Value | undefined {
  return m.entries.get(keyOf(key));
}

function position(by: Value): number {
  if (typeof by === 'bigint') return Number(by);
  if (by instanceof UintValue) return Number(by.value);
  if (typeof by === 'number' && Number.isInteger(by)) return by;
  throw noOverload();
}

function at(list: ListValue, by: Value): Value | undefined {
  const i = position(by);
  return i < 0 ? undefined : list.items[i];
}

/** An entry of a list or map, or undefined where there is none. */
export function found(of: Value, by: Value): Value | undefined {
  if (of instanceof ListValue) return at(of, by);
  if (of instanceof MapValue) return entry(of, by);
  throw noOverload();
}

/** An entry of a list or map that must be there. */
export function indexed(of: Value, by: Value): Value {
  const v = found(of, by);
  if (v !== undefined) return v;
  throw new EvaluationError(of instanceof ListValue ? `index out of bounds: ${position(by)}` : `no such key: ${keyText(keyOf(by))}`);
}

function divided(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new EvaluationError('division by zero');
  return a / b;
}
function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new EvaluationError('modulus by zero');
  return a % b;
}

function joined(a: ListValue, b: ListValue): ListValue {
  if (a.listType === 'set') return new ListValue([...a.items, ...b.items.filter((x) => !a.items.some((y) => same(x, y)))], a.listType);
  if (a.listType !== 'map') return new ListValue([...a.items, ...b.items]);
  const later = a.items.map((x) => b.items.find((y) => sameKeys(x, y, a.keys)) ?? x);
  return new ListValue([...later, ...b.items.filter((y) => !a.items.some((x) => sameKeys(x, y, a.keys)))], a.listType, a.keys);
}

const opt = (v: Value | undefined): OptionalValue => (v === undefined ? NONE : new OptionalValue(v));
const COMPARED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const NUMBERS = ['int', 'uint', 'double'];
const PAIRS = [...COMPARED.map((t) => `${t}, ${t}`), ...NUMBERS.flatMap((a) => NUMBERS.filter((b) => b !== a).map((b) => `${a}, ${b}`))];

const comparison = (sign: string, holds: (order: number) => boolean) =>
  each(PAIRS, (pair) =>
    fn(`_${sign}_(${pair}): bool`, (a: Value, b: Value) => (Number.isNaN(a) || Number.isNaN(b) ? false : holds(compare(a, b)))),
  );

const arithmetic = (
  sign: string,
  ints: (a: bigint, b: bigint) => bigint,
  doubles?: (a: number, b: number) => number,
): readonly Overload[] => [
  fn(`_${sign}_(int, int): int`, (a: bigint, b: bigint) => int(ints(a, b))),
  fn(`_${sign}_(uint, uint): uint`, (a: UintValue, b: UintValue) => uint(ints(a.value, b.value))),
  ...(doubles ? [fn(`_${sign}_(double, double): double`, doubles)] : []),
];

export const OPERATORS: readonly Overload[] = [
  fn('_==_(A, A): bool', (a: Value, b: Value) => same(a, b)),
  fn('_!=_(A, A): bool', (a: Value, b: Value) => !same(a, b)),
  ...comparison('<', (o) => o < 0),
  ...comparison('<=', (o) => o <= 0),
  ...comparison('>', (o) => o > 0),
  ...comparison('>=', (o) => o >= 0),
  ...arithmetic(
    '+',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  ...arithmetic(
    '-',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  ...arithmetic(
    '*',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  ...arithmetic('/', divided, (a, b) => a / b),
  ...arithmetic('%', remainder),
  fn('_+_(string, string): string', (a: string, b: string) => a + b),
  fn('_+_(bytes, bytes): bytes', (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b])),
  fn('_+_(list(A), list(A)): list(A)', joined),
  fn('_+_(duration, duration): duration', (a: Span, b: Span) => span(a.nanos + b.nanos)),
  fn('_+_(timestamp, duration): timestamp', (a: Instant, b: Span) => instant(a.nanos + b.nanos, a.offset)),
  fn('_+_(duration, timestamp): timestamp', (a: Span, b: Instant) => instant(a.nanos + b.nanos, b.offset)),
  fn('_-_(duration, duration): duration', (a: Span, b: Span) => span(a.nanos - b.nanos)),
  fn('_-_(timestamp, duration): timestamp', (a: Instant, b: Span) => instant(a.nanos - b.nanos, a.offset)),
  fn('_-_(timestamp, timestamp): duration', (a: Instant, b: Instant) => span(a.nanos - b.nanos)),
  fn('!_(bool): bool', (a: boolean) => !a),
  fn('-_(int): int', (a: bigint) => int(-a)),
  fn('-_(double): double', (a: number) => -a),
  fn('@in(A, list(A)): bool', (a: Value, b: ListValue) => b.items.some((x) => same(a, x))),
  fn('@in(A, map(A, B)): bool', (a: Value, b: MapValue) => entry(b, a) !== undefined),
  fn('_[_](list(A), int): A', indexed),
  fn('_[_](map(A, B), A): B', indexed),
  fn('_[_](optional(list(A)), int): optional(A)', (o: OptionalValue, by: Value) =>
    o.value === undefined ? NONE : new OptionalValue(indexed(o.value, by)),
  ),
  fn('_[_](optional(map(A, B)), A): optional(B)', (o: OptionalValue, by: Value) =>
    o.value === undefined ? NONE : new OptionalValue(indexed(o.value, by)),
  ),
  fn('_[?_](list(A), int): optional(A)', (l: ListValue, by: Value) => opt(found(l, by))),
  fn('_[?_](map(A, B), A): optional(B)', (m: MapValue, by: Value) => opt(found(m, by))),
  fn('_[?_](optional(list(A)), int): optional(A)', (o: OptionalValue, by: Value) =>
    o.value === undefined ? NONE : opt(found(o.value, by)),
  ),
  fn('_[?_](optional(map(A, B)), A): optional(B)', (o: OptionalValue, by: Value) =>
    o.value === undefined ? NONE : opt(found(o.value, by)),
  ),
  fn('_?_:_(bool, A, A): A', (when: boolean, a: Value, b: Value) => (when ? a : b)),
  fn('_&&_(bool, bool): bool', (a: boolean, b: boolean) => a && b),
  fn('_||_(bool, bool): bool', (a: boolean, b: boolean) => a || b),
];
