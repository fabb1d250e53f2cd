/**
 * Decoders of lists, of maps, and of what may be anything. Each returns the very same value where nothing in it changes.
 * Source: sigs.k8s.io/json.
 */
import { isObject, setOwn, type JsonObject } from '../json.ts';
import type { Decoder } from './decoder.ts';
import type { Decoding } from './decoding.ts';
import { ExactNumber, untyped } from './number.ts';
import { bytes } from './scalar-decoders.ts';

/** Anything; only numbers that a double gives back as well become plain. */
export const any: Decoder = { zero: null, read: (v, c) => (v === null ? undefined : plain(v, c)) };

function plain(v: unknown, c: Decoding): unknown {
  if (typeof v !== 'object' || v === null) return v;
  if (v instanceof ExactNumber) {
    const n = untyped(v);
    if (!Number.isFinite(Number(n))) c.note(c.typeError(`number ${v.text}`, 'float64'));
    return n;
  }
  if (Array.isArray(v)) return mapList(v, c, (x) => plain(x, c));
  noteRepeats(v, c);
  return mapEntries(v as JsonObject, c, (x) => plain(x, c));
}

export const list = (items: Decoder, goType: string): Decoder => ({
  zero: undefined,
  read(v, c) {
    if (v === null) return undefined;
    if (!Array.isArray(v)) return c.mismatch(v, goType);
    return mapList(v, c, (x) => items.read(x, c) ?? absent(items));
  },
});

export const map = (items: Decoder, goType: string): Decoder => ({
  zero: undefined,
  read(v, c) {
    if (v === null) return undefined;
    if (!isPlainObject(v)) return c.mismatch(v, goType);
    noteRepeats(v, c);
    return mapEntries(v, c, (x) => items.read(x, c) ?? absent(items));
  },
});

/** What a null inside a list or map becomes. */
const absent = (d: Decoder): unknown => (d === bytes ? '' : d.zero === undefined ? null : d.zero);

function mapList(v: readonly unknown[], c: Decoding, read: (x: unknown) => unknown): readonly unknown[] {
  let out: unknown[] | undefined;
  for (let i = 0; i < v.length; i++) {
    c.enter(i);
    const x = read(v[i]);
    c.leave();
    if (x !== v[i] && !out) out = v.slice(0, i);
    out?.push(x);
  }
  return out ?? v;
}

function mapEntries(v: JsonObject, c: Decoding, read: (x: unknown) => unknown): JsonObject {
  let out: Record<string, unknown> | undefined;
  for (const k in v) {
    c.enter(k);
    const x = v[k] === undefined ? undefined : read(v[k]);
    c.leave();
    if (!out && (x === undefined || x !== v[k])) out = upTo(v, k);
    if (out && x !== undefined) setOwn(out, k, x);
  }
  return out ?? v;
}

/** A copy of the entries before `key`. */
export function upTo(v: JsonObject, key: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const k in v) {
    if (k === key) break;
    setOwn(out, k, v[k]);
  }
  return out;
}

/** Notes keys that came twice where values are told apart by key alone. */
function noteRepeats(v: object, c: Decoding): void {
  const entries = c.repeats.size ? c.repeats.get(v) : undefined;
  if (!entries) return;
  const seen = new Set<string>();
  for (const [k] of entries)
    if (seen.has(k)) c.duplicateField(k);
    else seen.add(k);
}

/** True for {...}, which a number kept as its text is not. */
export function isPlainObject(v: unknown): v is JsonObject {
  return isObject(v) && !(v instanceof ExactNumber);
}
