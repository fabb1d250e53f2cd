/** Hashes for names: short, stable, in the alphabet Kubernetes uses for random suffixes. */

/** Consonants and digits that cannot spell a word. Source: apimachinery's util/rand. */
export const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a, 32 bits, of a text's UTF-16 units. */
export function fnv1a(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Digits mapped into the safe alphabet. Source: apimachinery's rand.SafeEncodeString. */
export function safeEncode(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += SAFE_ALPHABET[text.charCodeAt(i) % SAFE_ALPHABET.length];
  return out;
}

/** The hash controllers put in names and labels (pod-template-hash, controller-revision-hash): of canonical JSON text. */
export function nameHash(canonicalText: string): string {
  return safeEncode(String(fnv1a(canonicalText)));
}

/** FNV-1, 32 bits, of a text's UTF-8 bytes. */
export function fnv1(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of utf8(text)) h = Math.imul(h, 0x01000193) ^ byte;
  return h >>> 0;
}

/** The bytes of a text in UTF-8. */
function* utf8(text: string): Iterable<number> {
  for (const char of text) {
    const c = char.codePointAt(0) as number;
    if (c < 0x80) yield c;
    else if (c < 0x800) yield* [0xc0 | (c >> 6), 0x80 | (c & 63)];
    else if (c < 0x1_0000) yield* [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
    else yield* [0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  }
}

const IN_GO: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Canonical JSON with the escapes that Go's encoder adds: what a real server would have hashed. */
export function goText(canonicalText: string): string {
  return canonicalText.replace(/[<>&\u2028\u2029]/g, (c) => IN_GO[c] as string);
}
