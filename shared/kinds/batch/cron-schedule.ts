/** What a cron schedule and a time zone may look like. Source: robfig/cron's parser, batch/validation. */
import { quoted } from '../../api/errors.ts';
import { isTimeZone } from './time-zones.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = '@every ';

/** What is wrong with a schedule, in the parser's words. */
export function scheduleError(schedule: string): string | undefined {
  const zoned = /^(?:CRON_)?TZ=(\S*)\s+/.exec(schedule);
  const text = zoned ? schedule.slice(zoned[0].length).trim() : schedule;
  const zoneError = zoned ? timeZoneError(zoned[1] as string) : undefined;
  if (zoneError !== undefined) return `provided bad location ${zoned?.[1]}: ${zoneError}`;
  if (text.startsWith('@')) return descriptorError(text);
  const fields = text.split(/\s+/).filter((f) => f !== '');
  if (fields.length !== FIELDS.length) return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`;
  for (const [i, field] of fields.entries())
    for (const part of field.split(',').filter((p) => p !== '')) {
      const error = rangeError(part, FIELDS[i] as Bounds);
      if (error !== undefined) return error;
    }
  return undefined;
}

function descriptorError(text: string): string | undefined {
  if (DESCRIPTORS.includes(text)) return undefined;
  if (!text.startsWith(EVERY)) return `unrecognized descriptor: ${text}`;
  const span = text.slice(EVERY.length);
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$|^0$/.test(span)
    ? undefined
    : `failed to parse duration ${text}: time: invalid duration ${quoted(span)}`;
}

/** What is wrong with 'a', 'a-b', '*', each with or without '/step'. */
function rangeError(expr: string, { min, max, names }: Bounds): string | undefined {
  const [range = '', step, ...slashes] = expr.split('/');
  const [low = '', high, ...hyphens] = range.split('-');
  const read = (text: string): number | string => {
    const named = names?.indexOf(text.toLowerCase()) ?? -1;
    return named >= 0 && text !== '' ? named : integer(text, expr);
  };
  let start: number | string = min;
  let end: number | string = max;
  if (low !== '*' && low !== '?') {
    start = read(low);
    if (typeof start === 'string') return start;
    if (hyphens.length) return `too many hyphens: ${expr}`;
    end = high === undefined ? start : read(high);
    if (typeof end === 'string') return end;
  }
  if (slashes.length) return `too many slashes: ${expr}`;
  const by = step === undefined ? 1 : integer(step, expr);
  if (typeof by === 'string') return by;
  if (step !== undefined && high === undefined) end = max;
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${expr}`;
  if (end > max) return `end of range (${end}) above maximum (${max}): ${expr}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expr}`;
  return by === 0 ? `step of range should be a positive number: ${expr}` : undefined;
}

function integer(text: string, expr: string): number | string {
  if (!/^[+-]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${quoted(text)}: invalid syntax`;
  return Number(text) < 0 ? `negative number (${Number(text)}) not allowed: ${expr}` : Number(text);
}

/** What is wrong with the name of a time zone. */
export function timeZoneError(name: string): string | undefined {
  return name === '' || isTimeZone(name) ? undefined : `unknown time zone ${name}`;
}
