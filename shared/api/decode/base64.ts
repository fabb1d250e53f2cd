/** Bytes in JSON: standard base64, read as Go's encoding/base64 reads it. */

const CANONICAL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
const DIGIT = /[A-Za-z0-9+/]/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The text as it is written back, or the offset of the byte that is wrong. Line breaks are skipped; stray last bits are dropped. */
export function canonicalBase64(text: string): string | number {
  if (CANONICAL.test(text)) return text;
  const digits: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (isBreak(c)) continue;
    if (DIGIT.test(c)) digits.push(c);
    else if (c === '=') return padded(text, i, digits);
    else return i;
  }
  return digits.length % 4 === 0 ? digits.join('') : text.length - (digits.length % 4);
}

/** The end of a text whose first '=' is at `i`. */
function padded(text: string, i: number, digits: readonly string[]): string | number {
  const left = digits.length % 4;
  if (left < 2) return i;
  let next = skipBreaks(text, i + 1);
  if (left === 2) {
    if (next === text.length) return text.length;
    if (text[next] !== '=') return next - 1;
    next = skipBreaks(text, next + 1);
  }
  if (next < text.length) return next;
  const last = ALPHABET.indexOf(digits.at(-1) as string) & (left === 2 ? 0x30 : 0x3c);
  return digits.slice(0, -1).join('') + ALPHABET[last] + (left === 2 ? '==' : '=');
}

const isBreak = (c: string | undefined) => c === '\n' || c === '\r';

function skipBreaks(text: string, i: number): number {
  while (isBreak(text[i])) i++;
  return i;
}

/** How many bytes a canonical text holds. */
export function base64Length(text: string): number {
  return (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}
