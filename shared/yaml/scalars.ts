/**
 * What unquoted text means. kubectl reads YAML 1.1 as go-yaml v2 does: `yes`, `on` and `y` are booleans, `0644` is octal,
 * `1_000` a number, dates and `1:30` are texts. Source: sigs.k8s.io/yaml (goyaml.v2, resolve.go).
 */
import { ExactNumber } from '../api/decode/number.ts';

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((w) => [w, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((w) => [w, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((w) => [w, null] as const),
]);

const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ])/;
const DECIMAL = /^[-+]?(?:0|[1-9]\d*)$/;
const BASED = /^[-+]?0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO]?[0-7]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The value of unquoted text: a boolean, a number (an ExactNumber where a double cannot hold it), null, or the text itself. */
export function plainValue(text: string): unknown {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text) || DATE.test(text)) return text;
  const digits = text.replaceAll('_', '');
  if (DECIMAL.test(digits)) return whole(BigInt(digits.replace(/^\+/, '')));
  if (BASED.test(digits)) {
    const sign = digits.startsWith('-') ? -1n : 1n;
    const bare = digits.replace(/^[-+]/, '');
    return whole(sign * BigInt(/^0[0-7]/.test(bare) ? `0o${bare.slice(1)}` : bare));
  }
  return FLOAT.test(digits) ? Number(digits) : text;
}

/** True for what JSON cannot say: .inf and .nan. */
export function isInfinite(text: string): boolean {
  return INFINITE.test(text);
}

function whole(n: bigint): number {
  const plain = Number(n);
  return Number.isSafeInteger(plain) ? plain : (new ExactNumber(String(n)) as unknown as number);
}

/** Numbers with colons (base 60) and the words that YAML 1.1 has beside those above. */
const MISREAD = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$|^[=]$|^<<$/;

/** Whether some reader of YAML 1.1 or 1.2 takes an unquoted text for anything but itself. */
export function needsQuotes(text: string): boolean {
  return (
    WORDS.has(text) ||
    INFINITE.test(text) ||
    DATE.test(text) ||
    MISREAD.test(text) ||
    (/^[-+.\d]/.test(text) && typeof plainValue(text) !== 'string') ||
    /^0[oO]?\d+$/.test(text)
  );
}
