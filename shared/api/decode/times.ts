/** Times and spans as Go's time package reads them, with its complaints. Source: time.Parse, time.ParseDuration. */
import { formatTime, parseTime } from '../time.ts';
import { quoted } from '../errors.ts';
import { DecodeError } from './error.ts';

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const CANONICAL_MICRO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** The zero time, which is written as null. */
const ZERO = '0001-01-01T00:00:00Z';

/** A metav1.Time as it is written back: in UTC, whole seconds. Null for the zero time. */
export function canonicalTime(text: string): string | null {
  if (!CANONICAL.test(text) || parseTime(text) === undefined) text = formatTime(read(text, LAYOUT, false).ms);
  return text === ZERO ? null : text;
}

/** A metav1.MicroTime as it is written back: in UTC, six decimals. */
export function canonicalMicroTime(text: string): string | null {
  if (!CANONICAL_MICRO.test(text) || parseTime(text) === undefined) {
    const { ms, fraction } = read(text, MICRO_LAYOUT, true);
    text = `${formatTime(ms).slice(0, -1)}.${fraction}Z`;
  }
  return text === ZERO.replace('Z', '.000000Z') ? null : text;
}

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

interface Part {
  readonly pattern: RegExp;
  readonly layout: string;
  readonly range?: readonly [low: number, high: number, name: string];
}

const literal = (text: string): Part => ({ pattern: new RegExp(`^${text}`), layout: text });
const PARTS: readonly Part[] = [
  { pattern: /^\d{4}/, layout: '2006' },
  literal('-'),
  { pattern: /^\d\d/, layout: '01', range: [1, 12, 'month'] },
  literal('-'),
  { pattern: /^\d\d/, layout: '02' },
  literal('T'),
  { pattern: /^\d\d?/, layout: '15', range: [0, 23, 'hour'] },
  literal(':'),
  { pattern: /^\d\d/, layout: '04', range: [0, 59, 'minute'] },
  literal(':'),
  { pattern: /^\d\d/, layout: '05', range: [0, 59, 'second'] },
];

/** Reads a time part by part, as Go does, so that the complaint names the part that does not fit. */
function read(text: string, layout: string, micro: boolean): { readonly ms: number; readonly fraction: string } {
  const fail = (rest: string, part: string): never => {
    throw new DecodeError(`parsing time ${quoted(text)} as ${quoted(layout)}: cannot parse ${quoted(rest)} as ${quoted(part)}`);
  };
  const because = (why: string): never => {
    throw new DecodeError(`parsing time ${quoted(text)}: ${why}`);
  };
  let rest = text;
  let fraction = '';
  const numbers: string[] = [];
  for (const { pattern, layout: part, range } of PARTS) {
    const m = pattern.exec(rest);
    if (!m) return fail(rest, part);
    rest = rest.slice(m[0].length);
    if (range && (Number(m[0]) < range[0] || Number(m[0]) > range[1])) because(`${range[2]} out of range`);
    if (/\d/.test(m[0])) numbers.push(m[0].padStart(2, '0'));
  }
  const decimals = micro ? /^[.,]\d{6}/.exec(rest) : /^[.,]\d+/.exec(rest);
  if (decimals) {
    fraction = decimals[0].slice(1);
    rest = rest.slice(decimals[0].length);
  } else if (micro) fail(rest, '.000000');
  const zone = /^(?:Z|[+-]\d\d:\d\d)/.exec(rest)?.[0] ?? fail(rest, 'Z07:00');
  rest = rest.slice(zone.length);
  if (zone !== 'Z' && (Number(zone.slice(1, 3)) > 24 || Number(zone.slice(4)) > 60)) because('time zone offset hour out of range');
  if (rest) because(`extra text: ${quoted(rest)}`);
  const [year, month, day, hour, minute, second] = numbers;
  const ms = parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`) ?? because('day out of range');
  return { ms, fraction };
}

/** Nanoseconds. */
const MINUTE = 60_000_000_000n;
/** What the units of Go's durations are, in nanoseconds. Source: time.ParseDuration. */
export const DURATION_UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: MINUTE,
  h: 3_600_000_000_000n,
};
const TERM = /^(\d*)(?:\.(\d*))?([^\d.]*)/;

/** A metav1.Duration as it is written back: '1m30s'. */
export function canonicalDuration(text: string): string {
  const bad = (): never => {
    throw new DecodeError(`time: invalid duration ${quoted(text)}`);
  };
  const m = /^([+-]?)(.*)$/s.exec(text);
  let rest = m?.[2] ?? '';
  let total = 0n;
  if (rest === '0') return '0s';
  if (rest === '') bad();
  while (rest) {
    const [whole, digits = '', decimals = '', unit = ''] = TERM.exec(rest) ?? bad();
    if (digits === '' && decimals === '') bad();
    if (unit === '') throw new DecodeError(`time: missing unit in duration ${quoted(text)}`);
    const size = DURATION_UNITS[unit];
    if (size === undefined) throw new DecodeError(`time: unknown unit ${quoted(unit)} in duration ${quoted(text)}`);
    total += BigInt(digits || 0) * size + (decimals ? (BigInt(decimals) * size) / 10n ** BigInt(decimals.length) : 0n);
    if (total >= 1n << 63n) bad();
    rest = rest.slice(whole.length);
  }
  return (m?.[1] === '-' && total ? '-' : '') + spanText(total);
}

/** A span of nanoseconds as Go writes it. */
function spanText(ns: bigint): string {
  const decimal = (unit: bigint) => {
    const fraction = String((ns % unit) + unit)
      .slice(1)
      .replace(/0+$/, '');
    return `${ns / unit}${fraction ? `.${fraction}` : ''}`;
  };
  if (ns === 0n) return '0s';
  if (ns < 1000n) return `${ns}ns`;
  if (ns < 1_000_000n) return `${decimal(1000n)}µs`;
  if (ns < 1_000_000_000n) return `${decimal(1_000_000n)}ms`;
  const minutes = ns / MINUTE;
  ns %= MINUTE;
  const seconds = `${decimal(1_000_000_000n)}s`;
  return minutes === 0n ? seconds : minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}
