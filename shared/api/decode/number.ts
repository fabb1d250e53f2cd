/** Numbers that a JavaScript number cannot stand for: their text matters, or they are larger than 2^53. */

/** JSON.rawJSON, which TypeScript's library does not know yet: text that JSON.stringify writes as it is. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/**
 * A number as it was written: '1.0', '1e3', '9007199254740993'. Compares and computes as the nearest double, and is
 * written to JSON digit by digit. Decoding turns all but integers of 64 bits beyond 2^53 into plain numbers.
 */
export class ExactNumber extends Number {
  readonly text: string;
  constructor(text: string) {
    super(text);
    this.text = text;
  }
  toJSON(): unknown {
    return rawJSON(this.text);
  }
  override toString(): string {
    return this.text;
  }
}

/** Whether a decoded value is a number, plain or exact. */
export function isNumber(v: unknown): v is number {
  return typeof v === 'number' || v instanceof ExactNumber;
}

const INTEGER = /^-?\d+$/;
const LIMITS = { 32: 2n ** 31n, 64: 2n ** 63n };

/** The integer a number is written as, undefined where it is none or too large. '1.0' and '1e3' are none, as in Go. */
export function integerOf(n: number | ExactNumber, bits: 32 | 64): number | undefined {
  if (typeof n === 'number')
    return Number.isInteger(n) && (bits === 64 ? Number.isSafeInteger(n) : n >= -0x80000000 && n <= 0x7fffffff) ? n + 0 : undefined;
  if (!INTEGER.test(n.text)) return undefined;
  const exact = BigInt(n.text);
  if (exact >= LIMITS[bits] || exact < -LIMITS[bits]) return undefined;
  const plain = Number(exact);
  return Number.isSafeInteger(plain) ? plain + 0 : (n as unknown as number);
}

/** A number of a value without a schema: integers of 64 bits stay exact, all others become the nearest double. */
export function untyped(n: ExactNumber): number {
  return integerOf(n, 64) ?? Number(n.text);
}
