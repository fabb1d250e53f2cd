/** HMAC-SHA-256 over texts, without a platform's help. Source: FIPS 180-4, RFC 2104. */
import { utf8 } from '#shared/api/base64.ts';

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots to begin with, cube roots for each round. */
function roots(count: number, root: (n: number) => number): readonly number[] {
  const out: number[] = [];
  for (let n = 2; out.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
    if (prime) out.push(Math.floor((root(n) % 1) * 2 ** 32) | 0);
  }
  return out;
}

const START = roots(8, Math.sqrt);
const ROUND = roots(64, Math.cbrt);
const BLOCK = 64;

const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n));

/** SHA-256 of some bytes: 32 of them. */
export function sha256(bytes: readonly number[]): readonly number[] {
  const padded = [...bytes, 0x80];
  while (padded.length % BLOCK !== BLOCK - 8) padded.push(0);
  const bits = bytes.length * 8;
  for (let shift = 56; shift >= 0; shift -= 8) padded.push(shift >= 32 ? Math.floor(bits / 2 ** shift) & 255 : (bits >>> shift) & 255);

  const state = [...START];
  const w = new Array<number>(64);
  for (let at = 0; at < padded.length; at += BLOCK) {
    for (let i = 0; i < 16; i++)
      w[i] =
        ((padded[at + 4 * i] as number) << 24) |
        ((padded[at + 4 * i + 1] as number) << 16) |
        ((padded[at + 4 * i + 2] as number) << 8) |
        (padded[at + 4 * i + 3] as number);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      w[i] =
        ((w[i - 16] as number) + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (w[i - 7] as number) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) |
        0;
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + (w[i] as number)) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((v, i) => {
      state[i] = ((state[i] as number) + v) | 0;
    });
  }
  return state.flatMap((v) => [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255]);
}

/** The 32 bytes that only who knows `key` can make of `text`. */
export function hmacSha256(key: string, text: string): readonly number[] {
  const given = utf8(key);
  const secret = given.length > BLOCK ? sha256(given) : given;
  const pad = (with_: number) => Array.from({ length: BLOCK }, (_, i) => (secret[i] ?? 0) ^ with_);
  return sha256([...pad(0x5c), ...sha256([...pad(0x36), ...utf8(text)])]);
}
