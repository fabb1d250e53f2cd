/** The functions that expressions may call. Source: the CEL standard and extended string libraries; Kubernetes' list and regex libraries. */
import { RE2JS } from 're2js';
import { UnsupportedExpression } from './syntax.ts';
import { compare, EvaluationError, ListValue, MapValue, noOverload, same, type Value } from './value.ts';

const text = (v: Value | undefined): string => { if (typeof v !== 'string') throw noOverload(); return v; };
const list = (v: Value | undefined): readonly Value[] => { if (!(v instanceof ListValue)) throw noOverload(); return v.items; };
const count = (v: Value | undefined): number => { if (typeof v !== 'bigint') throw noOverload(); return Number(v); };
const texts = (parts: readonly string[]) => new ListValue(parts);

function regex(v: Value | undefined): RE2JS {
  try {
    return RE2JS.compile(text(v));
  } catch (e) {
    if (e instanceof EvaluationError) throw e;
    throw new EvaluationError(`error parsing regexp: ${(e as Error).message}`);
  }
}

function size(v: Value): bigint {
  if (typeof v === 'string') return BigInt([...v].length);
  if (v instanceof ListValue) return BigInt(v.items.length);
  if (v instanceof MapValue) return BigInt(v.entries.size);
  throw noOverload();
}

function position(s: string, part: string, from: Value | undefined, last: boolean): bigint {
  const chars = [...s], sought = [...part], at = (i: number) => sought.every((c, k) => chars[i + k] === c);
  if (last) { for (let i = Math.min(chars.length - sought.length, from === undefined ? chars.length : count(from)); i >= 0; i--) if (at(i)) return BigInt(i); }
  else for (let i = from === undefined ? 0 : count(from); i <= chars.length - sought.length; i++) if (at(i)) return BigInt(i);
  return -1n;
}

function substring(s: string, from: number, to: number | undefined): string {
  const chars = [...s], end = to ?? chars.length;
  if (from < 0 || from > chars.length) throw new EvaluationError(`index out of range: ${from}`);
  if (end < from || end > chars.length) throw new EvaluationError(`index out of range: ${end}`);
  return chars.slice(from, end).join('');
}

function integer(v: Value | undefined): bigint {
  if (typeof v === 'bigint') return v;
  if (typeof v === 'number') return BigInt(Math.trunc(v));
  if (typeof v === 'string' && /^[+-]?\d+$/.test(v)) return BigInt(v);
  throw typeof v === 'string' ? new EvaluationError(`type conversion error from 'string' to 'int'`) : noOverload();
}

function asText(v: Value | undefined): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'bigint' || typeof v === 'boolean' || typeof v === 'number') return String(v);
  throw noOverload();
}

function extreme(items: readonly Value[], name: string, sign: 1 | -1): Value {
  if (items.length === 0) throw new EvaluationError(`${name} called on empty list`);
  return items.reduce((best, v) => (compare(v, best) * sign > 0 ? v : best));
}

/** Called on their target: 'abc'.size(). */
const METHODS: Readonly<Record<string, (target: Value, args: readonly Value[]) => Value>> = {
  size, contains: (t, [a]) => text(t).includes(text(a)), startsWith: (t, [a]) => text(t).startsWith(text(a)), endsWith: (t, [a]) => text(t).endsWith(text(a)),
  matches: (t, [a]) => regex(a).matcher(text(t)).find(),
  find: (t, [a]) => { const m = regex(a).matcher(text(t)); return m.find() ? m.group() ?? '' : ''; },
  lowerAscii: (t) => text(t).replace(/[A-Z]/g, (c) => c.toLowerCase()), upperAscii: (t) => text(t).replace(/[a-z]/g, (c) => c.toUpperCase()), trim: (t) => text(t).trim(),
  split: (t, [a, n]) => texts(n === undefined ? text(t).split(text(a)) : limited(text(t), text(a), count(n))),
  join: (t, [a]) => list(t).map(text).join(a === undefined ? '' : text(a)),
  replace: (t, [a, b, n]) => (n === undefined ? text(t).replaceAll(text(a), () => text(b)) : limited(text(t), text(a), count(n) < 0 ? -1 : count(n) + 1).join(text(b))),
  substring: (t, [a, b]) => substring(text(t), count(a), b === undefined ? undefined : count(b)),
  charAt: (t, [a]) => substring(text(t), count(a), Math.min(count(a) + 1, [...text(t)].length)),
  indexOf: (t, [a, from]) => (t instanceof ListValue ? BigInt(t.items.findIndex((x) => same(x, a as Value))) : position(text(t), text(a), from, false)),
  lastIndexOf: (t, [a, from]) => (t instanceof ListValue ? BigInt(t.items.findLastIndex((x) => same(x, a as Value))) : position(text(t), text(a), from, true)),
  isSorted: (t) => list(t).every((v, i, all) => i === 0 || compare(all[i - 1] as Value, v) <= 0),
  min: (t) => extreme(list(t), 'min', -1), max: (t) => extreme(list(t), 'max', 1),
  sum: (t) => { const items = list(t); if (items.every((v) => typeof v === 'bigint')) return items.reduce((a, b) => a + b, 0n); if (items.every((v) => typeof v === 'number')) return items.reduce((a, b) => a + b, 0); throw new UnsupportedExpression('sum of other than numbers'); },
};

function limited(s: string, by: string, n: number): readonly string[] {
  const parts = s.split(by);
  return n < 0 || parts.length <= n ? parts : n === 0 ? [] : [...parts.slice(0, n - 1), parts.slice(n - 1).join(by)];
}

/** Called by their name alone: size('abc'). */
const FUNCTIONS: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  size: ([v]) => size(v as Value), matches: ([a, b]) => regex(b).matcher(text(a)).find(), dyn: ([v]) => v as Value,
  int: ([v]) => integer(v), string: ([v]) => asText(v),
  double: ([v]) => { const n = typeof v === 'string' && v.trim() !== '' ? Number(v) : typeof v === 'bigint' || typeof v === 'number' ? Number(v) : Number.NaN; if (Number.isNaN(n)) throw noOverload(); return n; },
};

/** Calls a function. Throws UnsupportedExpression where it is not known. */
export function call(name: string, target: Value | undefined, args: readonly Value[]): Value {
  const table: Readonly<Record<string, unknown>> = target === undefined ? FUNCTIONS : METHODS;
  if (!Object.hasOwn(table, name)) throw new UnsupportedExpression(`function ${name}`);
  return target === undefined ? (FUNCTIONS[name] as (a: readonly Value[]) => Value)(args) : (METHODS[name] as (t: Value, a: readonly Value[]) => Value)(target, args);
}
