/** Times and spans as Kubernetes writes them. Pure arithmetic: the engine has no Date. */

/** Milliseconds: since 1970 for an instant, or a span. Names that hold one end in Ms. */
export type Ms = number;

/** How Kubernetes writes a time that is not set in a field that is always written: null (a condition's lastProbeTime). */
export const NO_TIME = null as unknown as string;

const DAY: Ms = 86_400_000;

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);

/** Days since 1970 of a civil date (proleptic Gregorian; Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** The civil date of a day number; the inverse of daysFromCivil. */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1 };
}

let lastSecond = NaN;
let lastText = '';

/** metav1.Time: '2026-01-02T03:04:05Z', whole seconds. */
export function formatTime(ms: Ms): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds === lastSecond) return lastText; // thousands of objects are stamped within one second
  const days = Math.floor(seconds / 86_400);
  const s = seconds - days * 86_400;
  const { year, month, day } = civilFromDays(days);
  lastSecond = seconds;
  lastText = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}Z`;
  return lastText;
}

/** metav1.MicroTime: six decimals. */
export function formatMicroTime(ms: Ms): string {
  return `${formatTime(ms).slice(0, -1)}.${String(Math.floor(((ms % 1000) + 1000) % 1000)).padStart(3, '0')}000Z`;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** The instant of an RFC 3339 text, or undefined where it is none. */
export function parseTime(text: string | undefined): Ms | undefined {
  const m = text === undefined ? null : RFC3339.exec(text);
  if (!m) return undefined;
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = daysFromCivil(year, month, day);
  if (civilFromDays(days).day !== day) return undefined;
  const zone = m[8] as string;
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
  return days * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0.${m[7] ?? '0'}`) * 1000) - offset;
}

/** The age of an object as kubectl prints it: '45s', '3m12s', '5h', '2d4h'. Source: apimachinery's HumanDuration. */
export function humanDuration(ms: Ms): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  if (days < 2920) return days % 365 === 0 ? `${years}y` : `${years}y${days % 365}d`;
  return `${years}y`;
}

const SPAN = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const UNIT: Record<string, Ms> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY };

/** A span such as '30s', '1m30s', '250ms'; undefined where the text is none. */
export function parseSpan(text: string): Ms | undefined {
  let total = 0;
  let read = 0;
  for (const m of text.matchAll(SPAN)) {
    total += Number(m[1]) * (UNIT[m[2] as string] as Ms);
    read += m[0].length;
  }
  return read === text.length && read > 0 ? total : undefined;
}
