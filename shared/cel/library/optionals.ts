/** What may be missing. Source: cel-go's optional types. */
import { fn, method, type Overload } from '../overload.ts';
import { EvaluationError, Instant, ListValue, MapValue, NONE, OptionalValue, Span, UintValue, type Value } from '../value.ts';
import { FIRST } from './operators.ts';

function isZero(v: Value): boolean {
  if (v instanceof ListValue) return v.items.length === 0;
  if (v instanceof MapValue) return v.entries.size === 0;
  if (v instanceof Uint8Array) return v.length === 0;
  if (v instanceof UintValue) return v.value === 0n;
  if (v instanceof Span) return v.nanos === 0n;
  if (v instanceof Instant) return v.nanos === FIRST;
  return v === null || v === 0n || v === 0 || v === '' || v === false;
}

function valueOf(o: OptionalValue): Value {
  if (o.value === undefined) throw new EvaluationError('optional.none() dereference');
  return o.value;
}

export const OPTIONALS: readonly Overload[] = [
  fn('optional.of(A): optional(A)', (v: Value) => new OptionalValue(v)),
  fn('optional.ofNonZeroValue(A): optional(A)', (v: Value) => (isZero(v) ? NONE : new OptionalValue(v))),
  fn('optional.none(): optional(A)', () => NONE),
  method('optional(A).value(): A', valueOf),
  method('optional(A).hasValue(): bool', (o: OptionalValue) => o.value !== undefined),
  method('optional(A).or(optional(A)): optional(A)', (a: OptionalValue, b: OptionalValue) => (a.value === undefined ? b : a)),
  method('optional(A).orValue(A): A', (o: OptionalValue, v: Value) => o.value ?? v),
  fn(
    'optional.unwrap(list(optional(A))): list(A)',
    (l: ListValue) => new ListValue(l.items.flatMap((o) => (o instanceof OptionalValue && o.value !== undefined ? [o.value] : []))),
  ),
  method(
    'list(optional(A)).unwrapOpt(): list(A)',
    (l: ListValue) => new ListValue(l.items.flatMap((o) => (o instanceof OptionalValue && o.value !== undefined ? [o.value] : []))),
  ),
];
