/** '%s has %d'.format([name, n]). Source: cel-go's ext/formatting. */
import { utf8, base64Bytes, textOfBase64 } from '../../api/base64.ts';
import {
  EvaluationError,
  Instant,
  ListValue,
  MapValue,
  type OpaqueValue,
  OptionalValue,
  Span,
  typeName,
  TypeValue,
  UintValue,
  type Value,
} from '../value.ts';
import { doubleText } from '../../api/double-text.ts';
import { instantText, spanText } from './times.ts';

/** Fills a pattern. Throws EvaluationError where an argument is missing or of the wrong type. */
export function formatted(pattern: string, args: readonly Value[]): string {
  let used = 0;
  const text = pattern.replace(/%(%|(?:\.(\d+))?([a-zA-Z])|[\s\S]?)/g, (_all, what: string, precision?: string, clause?: string) => {
    if (what === '%') return '%';
    if (clause === undefined) throw new EvaluationError('unexpected end of string');
    if (!CLAUSES.includes(clause))
      throw new EvaluationError(`could not parse formatting clause: unrecognized formatting clause ${JSON.stringify(clause)}`);
    const v = args[used];
    if (v === undefined) throw new EvaluationError(`index ${used} out of range`);
    used++;
    return one(clause, v, precision === undefined ? 6 : Math.min(100, Number(precision)));
  });
  if (used < args.length) throw new EvaluationError(`too many arguments supplied to string.format: expected ${used}, got ${args.length}`);
  return text;
}

const CLAUSES = 'sdfebxXo';

function one(clause: string, v: Value, precision: number): string {
  const n = typeof v === 'bigint' ? v : v instanceof UintValue ? v.value : undefined;
  const wrong = (takes: string) => new EvaluationError(`error during formatting: ${takes}, was given ${typeName(v)}`);
  switch (clause) {
    case 's':
      return shown(v);
    case 'd':
      if (n !== undefined) return String(n);
      if (typeof v === 'number') return doubleText(v);
      throw wrong('decimal clause can only be used on integers');
    case 'f':
      if (typeof v === 'number') return fixed(v, precision);
      if (n !== undefined) return fixed(Number(n), precision);
      throw wrong('fixed-point clause can only be used on doubles');
    case 'e': {
      const d = typeof v === 'number' ? v : n === undefined ? undefined : Number(n);
      if (d === undefined) throw wrong('scientific clause can only be used on doubles');
      const [mantissa, power] = d.toExponential(precision).split('e') as [string, string];
      return `${mantissa}×10${raised(Number(power))}`;
    }
    case 'b':
      if (n !== undefined) return n.toString(2);
      if (typeof v === 'boolean') return v ? '1' : '0';
      throw wrong('only integers and bools can be formatted as binary');
    case 'o':
      if (n !== undefined) return n.toString(8);
      throw wrong('octal clause can only be used on integers');
    default: {
      const hex =
        n !== undefined ? n.toString(16) : typeof v === 'string' ? hexOf(utf8(v)) : v instanceof Uint8Array ? hexOf([...v]) : undefined;
      if (hex === undefined) throw wrong('only integers, byte buffers, and strings can be formatted as hex');
      return clause === 'X' ? hex.toUpperCase() : hex;
    }
  }
}

/** A power as it is set: ⁰², ⁻⁰³. */
const raised = (power: number) =>
  `${power < 0 ? '⁻' : ''}${[...String(Math.abs(power)).padStart(2, '0')].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]).join('')}`;
const fixed = (n: number, precision: number) =>
  Number.isFinite(n) ? n.toFixed(precision) : Number.isNaN(n) ? 'NaN' : n > 0 ? 'Infinity' : '-Infinity';
const hexOf = (bytes: readonly number[]) => bytes.map((b) => b.toString(16).padStart(2, '0')).join('');

/** Any value as %s writes it. */
function shown(v: Value): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'bigint' || typeof v === 'boolean') return String(v);
  if (typeof v === 'number') return Number.isNaN(v) ? 'NaN' : v === Infinity ? 'Infinity' : v === -Infinity ? '-Infinity' : doubleText(v);
  if (v === null) return 'null';
  if (v instanceof UintValue) return String(v.value);
  if (v instanceof Uint8Array) return textOfBase64(base64Bytes([...v]));
  if (v instanceof Instant) return instantText(v);
  if (v instanceof Span) return spanText(v.nanos);
  if (v instanceof TypeValue) return v.name;
  if (v instanceof ListValue) return `[${v.items.map(shown).join(', ')}]`;
  if (v instanceof MapValue)
    return `{${[...v.entries.keys()]
      .map((k) => `${String(k)}: ${shown(v.entries.get(k) as Value)}`)
      .sort()
      .join(', ')}}`;
  throw new EvaluationError(
    `error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${v instanceof OptionalValue ? 'optional_type' : (v as OpaqueValue).type}`,
  );
}
