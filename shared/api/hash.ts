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
