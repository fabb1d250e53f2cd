/** The contract of a decoder. */
import type { Decoding } from './decoding.ts';

/** Reads values of one shape. */
export interface Decoder {
  /** The value as it is written back. Undefined where it is null or does not fit (which the decoding has noted). */
  read(v: unknown, c: Decoding): unknown;
  /** What stands for a value that was not given: '', 0, a struct of zeros. Undefined for lists and maps: null. */
  readonly zero: unknown;
}
