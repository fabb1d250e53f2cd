/**
 * Decoders of single values, as Go reads them and writes them back. `goType` is what errors call the type. Source:
 * sigs.k8s.io/json, encoding/json, apimachinery's Quantity, Time, IntOrString.
 */
import { formatQuantity, parseQuantity, QuantityError } from '../quantity.ts';
import { canonicalBase64 } from './base64.ts';
import type { Decoder } from './decoder.ts';
import { DecodeError } from './error.ts';
import { integerOf, isNumber } from './number.ts';

export const text = (goType: string): Decoder => ({
  zero: '',
  read: (v, c) => (typeof v === 'string' ? v : v === null ? undefined : c.mismatch(v, goType)),
});

export const boolean: Decoder = {
  zero: false,
  read: (v, c) => (typeof v === 'boolean' ? v : v === null ? undefined : c.mismatch(v, 'bool')),
};

export const integer = (bits: 32 | 64, goType: string): Decoder => ({
  zero: 0,
  read(v, c) {
    if (v === null) return undefined;
    if (!isNumber(v)) return c.mismatch(v, goType);
    const n = integerOf(v, bits);
    if (n === undefined) c.note(c.typeError(`number ${String(v)}`, goType));
    return n;
  },
});

export const double: Decoder = {
  zero: 0,
  read(v, c) {
    if (v === null) return undefined;
    if (!isNumber(v)) return c.mismatch(v, 'float64');
    const n = Number(v);
    if (!Number.isFinite(n)) c.note(c.typeError(`number ${String(v)}`, 'float64'));
    return n;
  },
};

export const quantity: Decoder = {
  zero: '0',
  read(v) {
    if (v === null) return undefined;
    const written = typeof v === 'string' ? v : isNumber(v) ? String(v) : JSON.stringify(v);
    try {
      const canonical = formatQuantity(parseQuantity(written.trim()));
      return canonical === v ? v : canonical;
    } catch (e) {
      if (e instanceof QuantityError) throw new DecodeError(e.message);
      throw e;
    }
  },
};

/** A time or span; one that is zero is written as null. */
export const moment = (canonical: (text: string) => string | null, zero: string | null): Decoder => ({
  zero,
  read(v, c) {
    if (v === null) return undefined;
    if (typeof v !== 'string')
      throw new DecodeError(
        c.typeError(isNumber(v) ? 'number' : Array.isArray(v) ? 'array' : typeof v === 'boolean' ? 'bool' : 'object', 'string'),
      );
    return canonical(v);
  },
});

export const intOrString: Decoder = {
  zero: 0,
  read(v, c) {
    if (v === null || typeof v === 'string') return v ?? undefined;
    const n = isNumber(v) ? integerOf(v, 32) : undefined;
    if (n === undefined)
      throw new DecodeError(
        c.typeError(isNumber(v) ? `number ${String(v)}` : Array.isArray(v) ? 'array' : typeof v === 'boolean' ? 'bool' : 'object', 'int32'),
      );
    return n;
  },
};

export const bytes: Decoder = {
  zero: undefined,
  read(v, c) {
    if (v === null) return undefined;
    if (typeof v !== 'string') return c.mismatch(v, '[]uint8');
    const canonical = canonicalBase64(v);
    if (typeof canonical === 'string') return canonical;
    c.note(`illegal base64 data at input byte ${canonical}`);
    return undefined;
  },
};
