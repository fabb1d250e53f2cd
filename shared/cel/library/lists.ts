/** Lists and sets. Source: cel-go's ext/lists (version 3) and ext/sets; Kubernetes' list library. */
import { each, fn, method, type Overload } from '../overload.ts';
import { compare, EvaluationError, ListValue, noOverload, NONE, OptionalValue, same, Span, UintValue, type Value } from '../value.ts';
import { int, span, uint } from './operators.ts';

const COMPARED = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

function extreme({ items }: ListValue, name: string, sign: 1 | -1): Value {
  if (items.length === 0) throw new EvaluationError(`${name} called on empty list`);
  return items.reduce((best, v) => (compare(v, best) * sign > 0 ? v : best));
}

function sum({ items }: ListValue, empty: Value): Value {
  return items.reduce((a, b) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') return int(a + b);
    if (typeof a === 'number' && typeof b === 'number') return a + b;
    if (a instanceof UintValue && b instanceof UintValue) return uint(a.value + b.value);
    if (a instanceof Span && b instanceof Span) return span(a.nanos + b.nanos);
    throw noOverload();
  }, empty);
}

const ZERO: Readonly<Record<string, Value>> = { int: 0n, uint: new UintValue(0n), double: 0, duration: new Span(0n) };
const sorted = ({ items }: ListValue) => items.every((v, i) => i === 0 || compare(items[i - 1] as Value, v) <= 0);

/** Sorted by keys that belong to the entries. */
export function sortedBy(items: readonly Value[], keys: readonly Value[]): ListValue {
  return new ListValue(
    items
      .map((v, i) => [v, keys[i] as Value] as const)
      .sort(([, a], [, b]) => compare(a, b))
      .map(([v]) => v),
  );
}

function distinct({ items }: ListValue): ListValue {
  return new ListValue(items.filter((v, i) => !items.slice(0, i).some((w) => same(v, w))));
}

function flat(items: readonly Value[], depth: number): readonly Value[] {
  return items.flatMap((v) => (v instanceof ListValue && depth > 0 ? flat(v.items, depth - 1) : [v]));
}

function flatten({ items }: ListValue, depth = 1n): ListValue {
  if (depth < 0n) throw new EvaluationError('level must be non-negative');
  return new ListValue(flat(items, Number(depth)));
}

function slice({ items }: ListValue, from: bigint, to: bigint): ListValue {
  if (from < 0n || to < 0n) throw new EvaluationError(`cannot slice(${from}, ${to}), negative indexes not supported`);
  if (from > to) throw new EvaluationError(`cannot slice(${from}, ${to}), start index must be less than or equal to end index`);
  if (to > BigInt(items.length)) throw new EvaluationError(`cannot slice(${from}, ${to}), list is length ${items.length}`);
  return new ListValue(items.slice(Number(from), Number(to)));
}

function range(n: bigint): ListValue {
  if (n > 100_000n) throw new EvaluationError('lists.range size exceeds limit');
  return new ListValue(Array.from({ length: Math.max(0, Number(n)) }, (_, i) => BigInt(i)));
}

const holds = ({ items }: ListValue, v: Value) => items.some((x) => same(x, v));
const optional = (v: Value | undefined) => (v === undefined ? NONE : new OptionalValue(v));

export const LISTS: readonly Overload[] = [
  ...each(COMPARED, (t) => method(`list(${t}).isSorted(): bool`, sorted)),
  ...each(Object.keys(ZERO), (t) =>
    method(`list(${t}).sum(): ${t}`, (l: ListValue) =>
      l.items.length ? sum({ ...l, items: l.items.slice(1) }, l.items[0] as Value) : (ZERO[t] as Value),
    ),
  ),
  ...each(COMPARED, (t) => method(`list(${t}).min(): ${t}`, (l: ListValue) => extreme(l, 'min', -1))),
  ...each(COMPARED, (t) => method(`list(${t}).max(): ${t}`, (l: ListValue) => extreme(l, 'max', 1))),
  method('list(A).indexOf(A): int', (l: ListValue, v: Value) => BigInt(l.items.findIndex((x) => same(x, v)))),
  method('list(A).lastIndexOf(A): int', (l: ListValue, v: Value) => BigInt(l.items.findLastIndex((x) => same(x, v)))),
  ...each(COMPARED, (t) => method(`list(${t}).sort(): list(${t})`, (l: ListValue) => sortedBy(l.items, l.items))),
  method('list(A).distinct(): list(A)', distinct),
  method('list(A).reverse(): list(A)', (l: ListValue) => new ListValue([...l.items].reverse())),
  method('list(A).slice(int, int): list(A)', slice),
  method('list(list(A)).flatten(): list(A)', flatten),
  method('list(A).flatten(): list(A)', flatten),
  method('list(dyn).flatten(int): list(dyn)', flatten),
  fn('lists.range(int): list(int)', range),
  method('list(A).first(): optional(A)', (l: ListValue) => optional(l.items[0])),
  method('list(A).last(): optional(A)', (l: ListValue) => optional(l.items.at(-1))),
  fn('sets.contains(list(A), list(A)): bool', (a: ListValue, b: ListValue) => b.items.every((v) => holds(a, v))),
  fn('sets.intersects(list(A), list(A)): bool', (a: ListValue, b: ListValue) => b.items.some((v) => holds(a, v))),
  fn(
    'sets.equivalent(list(A), list(A)): bool',
    (a: ListValue, b: ListValue) => a.items.every((v) => holds(b, v)) && b.items.every((v) => holds(a, v)),
  ),
];
