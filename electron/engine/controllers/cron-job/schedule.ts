/**
 * When a CronJob is due, as Kubernetes reads its schedule (robfig/cron's standard parser). Croner works out the calendar
 * and the time zones; each field is written out for it, for both read some short forms differently.
 */
import { Cron, CronDate } from 'croner';
import { assert } from '#shared/api/errors.ts';
import { formatTime, parseTime, type Ms } from '#shared/api/time.ts';

/** The first instant after another, in ms since 1970; undefined where there is none. */
export type Schedule = (after: Ms) => Ms | undefined;

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const known = new Map<string, Schedule>();

/** The schedule of a text that validation has let pass. A zone within the text goes before `timeZone`; UTC where there is none. */
export function scheduleOf(text: string, timeZone: string | undefined): Schedule {
  const key = `${timeZone ?? ''} ${text}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = read(text, timeZone)));
  return found;
}

function read(text: string, timeZone: string | undefined): Schedule {
  const zoned = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(text);
  const body = (zoned?.[2] ?? text).trim();
  if (body.startsWith('@every ')) return every(body.slice('@every '.length));
  const fields = (DESCRIPTORS[body] ?? body).split(/\s+/);
  assert(fields.length === FIELDS.length, `${text} is a schedule of ${FIELDS.length} fields`);
  const pattern = fields.map((f, i) => writtenOut(f, FIELDS[i] as Field)).join(' ');
  const cron = new Cron(pattern, { timezone: zoned?.[1] || timeZone || 'UTC', paused: true });
  return (after) => cron.nextRun(formatTime(after))?.getTime();
}

/** Every so often, from wherever one starts; whole seconds, one at least. */
function every(span: string): Schedule {
  let ms = 0;
  for (const [, n, unit] of span.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)) ms += Number(n) * (UNITS[unit as string] as number);
  const step = Math.max(1000, Math.floor(ms / 1000) * 1000);
  return (after) => Math.floor(after / 1000) * 1000 + step;
}

/** A field as a list of numbers; a star stays a star, for then only the other of the two day fields counts. */
function writtenOut(field: string, of: Field): string {
  const numbers = new Set<number>();
  for (const part of field.split(',').filter((p) => p !== '')) {
    const [range = '', step] = part.split('/');
    const [low = '', high] = range.split('-');
    const star = low === '*' || low === '?';
    const by = Number(step ?? 1);
    if (star && by <= 1) return '*';
    const first = star ? of.min : number(low, of);
    const last = star || (high === undefined && step !== undefined) ? of.max : high === undefined ? first : number(high, of);
    for (let n = first; n <= last; n += by) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b).join(',');
}

function number(text: string, { names }: Field): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 && text !== '' ? named : Number(text);
}

/** An instant as RFC 3339 in a time zone: '2030-01-01T09:00:00+09:00', with Z where there is none. */
export function inZone(at: Ms, zone: string | undefined): string {
  if (!zone || zone === 'UTC') return formatTime(at);
  const { year, month, day, hour, minute, second } = new CronDate(formatTime(at), zone);
  const two = (n: number) => String(n).padStart(2, '0');
  const local = `${year}-${two(month + 1)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const offset = Math.round(((parseTime(`${local}Z`) ?? at) - at) / 60_000);
  return offset === 0
    ? `${local}Z`
    : `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}
