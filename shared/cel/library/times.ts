/** Times and durations. Source: cel-go's common/types timestamp and duration; Go's time.ParseDuration; strfmt's ParseDuration. */
import { method, type Overload } from '../overload.ts';
import { DURATION_UNITS } from '../../api/decode/times.ts';
import { civilFromDays, daysFromCivil } from '../../api/time.ts';
import { EvaluationError, Instant, UnsupportedExpression, type Span } from '../value.ts';
import { plainText } from '../../api/double-text.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** The nanoseconds of '1h30m', '1.5s', '-2ms', '0'; undefined where the text is no duration. */
export function parseSpan(text: string): bigint | undefined {
  const m = /^([-+]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text);
  if (!m) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit] of (m[2] as string).matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = DURATION_UNITS[unit as string] as bigint;
    total += BigInt(whole || '0') * size + (fraction ? (BigInt(fraction) * size) / 10n ** BigInt(fraction.length) : 0n);
  }
  if (total > 2n ** 63n - 1n) return undefined;
  return m[1] === '-' ? -total : total;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?([Zz]|[+-]\d\d:?\d\d)$/;

/** An RFC 3339 time; undefined where the text is none. */
export function parseInstant(text: string): Instant | undefined {
  const m = RFC3339.exec(text);
  if (!m) return undefined;
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = daysFromCivil(year, month, day);
  const zone = m[8] as string;
  if (civilFromDays(days).day !== day) return undefined;
  const offset = /^z$/i.test(zone) ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60);
  return new Instant(
    (BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second - offset)) * SECOND +
      BigInt((m[7] ?? '').slice(0, 9).padEnd(9, '0')),
    offset,
  );
}

/** A time as string() writes it: '2026-01-02T03:04:05.5Z'. */
export function instantText({ nanos, offset }: Instant): string {
  const p = partsOf(nanos, BigInt(offset) * SECOND);
  const minutes = Math.abs(offset) / 60;
  const fraction = String(p.nanos).padStart(9, '0').replace(/0+$/, '');
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(p.year).padStart(4, '0')}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}:${two(p.second)}${fraction ? `.${fraction}` : ''}${offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`}`;
}

/** A duration as string() writes it: '5400s', '1.5s'. */
export const spanText = (nanos: bigint): string => `${plainText(Number(nanos) / 1e9)}s`;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfWeek: number;
  readonly dayOfYear: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanos: number;
}

const floor = (a: bigint, b: bigint) => (a - (((a % b) + b) % b)) / b;

function partsOf(at: bigint, offset: bigint): Parts {
  const local = at + offset;
  const days = Number(floor(local, DAY));
  const rest = local - BigInt(days) * DAY;
  const seconds = Number(rest / SECOND);
  const { year, month, day } = civilFromDays(days);
  return {
    year,
    month,
    day,
    dayOfWeek: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysFromCivil(year, 1, 1),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    nanos: Number(rest % SECOND),
  };
}

/** What a zone adds to UTC: 'UTC', '+02:00', '-08:30'. Zones by name follow tables that no pure code has. */
function offsetOf(zone: string): bigint {
  if (zone === '' || zone === 'UTC') return 0n;
  const m = /^([-+]?)(\d\d):(\d\d)$/.exec(zone);
  if (m) return (m[1] === '-' ? -1n : 1n) * (BigInt(m[2] as string) * 3600n + BigInt(m[3] as string) * 60n) * SECOND;
  if (/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone)) throw new UnsupportedExpression(`time zone ${zone}`);
  throw new EvaluationError(`unknown time zone ${zone}`);
}

const part = (name: string, of: (p: Parts) => number): readonly Overload[] => [
  method(`timestamp.${name}(): int`, (t: Instant) => BigInt(of(partsOf(t.nanos, 0n)))),
  method(`timestamp.${name}(string): int`, (t: Instant, zone: string) => BigInt(of(partsOf(t.nanos, offsetOf(zone))))),
];

export const TIMES: readonly Overload[] = [
  ...part('getFullYear', (p) => p.year),
  ...part('getMonth', (p) => p.month - 1),
  ...part('getDate', (p) => p.day),
  ...part('getDayOfMonth', (p) => p.day - 1),
  ...part('getDayOfWeek', (p) => p.dayOfWeek),
  ...part('getDayOfYear', (p) => p.dayOfYear),
  ...part('getHours', (p) => p.hour),
  ...part('getMinutes', (p) => p.minute),
  ...part('getSeconds', (p) => p.second),
  ...part('getMilliseconds', (p) => Math.floor(p.nanos / 1e6)),
  method('duration.getHours(): int', (d: Span) => d.nanos / (3600n * SECOND)),
  method('duration.getMinutes(): int', (d: Span) => d.nanos / (60n * SECOND)),
  method('duration.getSeconds(): int', (d: Span) => d.nanos / SECOND),
  method('duration.getMilliseconds(): int', (d: Span) => d.nanos / 1_000_000n),
];
