/**
 * Decoders for the shapes of the schema. Each turns a JSON value into what Kubernetes would write back after reading it
 * into its Go type, and returns the very same value where nothing changes. Source: sigs.k8s.io/json, encoding/json.
 */
import { parseQuantity, formatQuantity, QuantityError } from '../quantity.ts';
import { isObject, setOwn, type JsonObject } from '../json.ts';
import { typeOf, type Field, type Shape } from '../../kinds/schema/schema.ts';
import { canonicalBase64 } from './base64.ts';
import type { Decoder } from './decoder.ts';
import type { Decoding } from './decoding.ts';
import { DecodeError } from './error.ts';
import { ExactNumber, integerOf, isNumber, untyped } from './number.ts';
import { schemaOrOther } from './schema-or-other.ts';
import { canonicalDuration, canonicalMicroTime, canonicalTime } from './times.ts';

const text = (goType: string): Decoder => ({
  zero: '',
  read: (v, c) => (typeof v === 'string' ? v : v === null ? undefined : c.mismatch(v, goType)),
});

const boolean: Decoder = {
  zero: false,
  read: (v, c) => (typeof v === 'boolean' ? v : v === null ? undefined : c.mismatch(v, 'bool')),
};

const integer = (bits: 32 | 64, goType: string): Decoder => ({
  zero: 0,
  read(v, c) {
    if (v === null) return undefined;
    if (!isNumber(v)) return c.mismatch(v, goType);
    const n = integerOf(v, bits);
    if (n === undefined) c.note(c.typeError(`number ${String(v)}`, goType));
    return n;
  },
});

const double: Decoder = {
  zero: 0,
  read(v, c) {
    if (v === null) return undefined;
    if (!isNumber(v)) return c.mismatch(v, 'float64');
    const n = Number(v);
    if (!Number.isFinite(n)) c.note(c.typeError(`number ${String(v)}`, 'float64'));
    return n;
  },
};

const quantity: Decoder = {
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
const moment = (canonical: (text: string) => string | null, zero: string | null): Decoder => ({
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

const intOrString: Decoder = {
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

const bytes: Decoder = {
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

const list = (items: Decoder, goType: string): Decoder => ({
  zero: undefined,
  read(v, c) {
    if (v === null) return undefined;
    if (!Array.isArray(v)) return c.mismatch(v, goType);
    return mapList(v, c, (x) => items.read(x, c) ?? absent(items));
  },
});

const map = (items: Decoder, goType: string): Decoder => ({
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

export function isPlainObject(v: unknown): v is JsonObject {
  return isObject(v) && !(v instanceof ExactNumber);
}

/** A field ready to be read. */
interface FieldDecoder {
  readonly field: Field;
  readonly name: string;
  readonly decoder: Decoder;
  /** Whether '', 0, false, [] and {} count as nothing. */
  readonly dropsEmpty: boolean;
  /** What is written where the field holds nothing; undefined where it is left out. */
  readonly empty: unknown;
}

/** Reads the objects of one type of the schema. */
export class StructDecoder implements Decoder {
  readonly #goType: string;
  readonly #goName: string;
  readonly #fields = new Map<string, FieldDecoder>();
  readonly #always: readonly FieldDecoder[];
  /** Frozen objects that are known to be written back as they are. */
  readonly #settled = new WeakSet<object>();
  #zero: JsonObject | undefined;

  constructor(name: string, register: (d: StructDecoder) => void) {
    register(this); // before its fields: types refer to each other in rounds
    const type = typeOf(name);
    this.#goType = type.goType;
    this.#goName = type.goType.slice(type.goType.indexOf('.') + 1);
    for (const field of type.fields.values()) this.#fields.set(field.name, fieldDecoder(field));
    this.#always = [...this.#fields.values()].filter((f) => f.field.presence === 'kept' || f.field.presence === 'nullable');
  }

  /** The struct of zeros: whatever is in it always. */
  get zero(): JsonObject {
    return (this.#zero ??= Object.freeze(this.#complete({}, undefined)));
  }

  read(v: unknown, c: Decoding): unknown {
    if (v === null) return undefined;
    if (!isPlainObject(v)) return c.mismatch(v, this.#goType);
    if (this.#settled.has(v)) return v;
    const outer = c.struct;
    const repeated = c.repeats.size ? c.repeats.get(v) : undefined;
    const out = repeated ? this.#readRepeated(repeated, c) : this.#readFields(v, c);
    c.struct = outer;
    const whole = this.#complete(out, v);
    if (whole === v && Object.isFrozen(v)) this.#settled.add(v);
    return whole;
  }

  #readFields(v: JsonObject, c: Decoding): JsonObject {
    let out: Record<string, unknown> | undefined;
    for (const k in v) {
      const given = v[k];
      const x = this.#readField(k, given, c);
      if (x !== given || given === undefined) out ??= upTo(v, k);
      if (out && x !== undefined) out[k] = x;
    }
    return out ?? v;
  }

  /** An object in which keys came twice: the last wins, and strict decoding is told. */
  #readRepeated(entries: readonly (readonly [string, unknown])[], c: Decoding): JsonObject {
    const out: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const [k, given] of entries) {
      if (seen.has(k) && this.#fields.has(k)) c.duplicateField(k);
      seen.add(k);
      const x = this.#readField(k, given, c);
      if (x !== undefined) out[k] = x;
    }
    return out;
  }

  #readField(k: string, given: unknown, c: Decoding): unknown {
    const f = this.#fields.get(k);
    if (f === undefined) {
      if (given !== undefined) c.unknownField(k);
      return undefined;
    }
    if (given === undefined) return undefined;
    c.struct = this.#goName;
    c.fields.push(k);
    c.enter(k);
    const x = f.decoder.read(given, c);
    c.leave();
    c.fields.pop();
    return x === undefined || (f.dropsEmpty && isEmpty(x)) ? f.empty : x;
  }

  /** Adds what is always written. `same` is the object to return where there is nothing to add to it. */
  #complete(o: JsonObject, same: JsonObject | undefined): JsonObject {
    let out: Record<string, unknown> | undefined;
    for (const f of this.#always)
      if (o[f.name] === undefined) (out ??= o === same ? { ...o } : (o as Record<string, unknown>))[f.name] = f.empty;
    return out ?? o;
  }
}

function isEmpty(x: unknown): boolean {
  if (typeof x !== 'object' || x === null) return x === '' || x === 0 || x === false || x === null;
  if (Array.isArray(x)) return x.length === 0;
  for (const _ in x) return false;
  return true;
}

function fieldDecoder(field: Field): FieldDecoder {
  const decoder = decoderOf(field.shape, field.goType);
  const { kind } = field.shape;
  return {
    field,
    name: field.name,
    decoder,
    dropsEmpty: field.presence === 'omitted' || (field.presence === 'nullable' && (kind === 'list' || kind === 'map' || kind === 'bytes')),
    get empty() {
      return field.presence === 'kept' ? decoder.zero : field.presence === 'nullable' ? null : undefined;
    },
  };
}

const structs = new Map<string, StructDecoder>();

/** The decoder of a type of the schema. */
export function structDecoder(name: string): StructDecoder {
  return structs.get(name) ?? new StructDecoder(name, (d) => structs.set(name, d));
}

/** The decoder of a shape, with the Go type that errors name. */
function decoderOf(s: Shape, goType: string): Decoder {
  switch (s.kind) {
    case 'object':
      return structDecoder(s.type);
    case 'list':
      return list(decoderOf(s.items, itemType(goType, s.items)), goType);
    case 'map':
      return map(decoderOf(s.items, itemType(goType, s.items)), goType);
    case 'integer':
      return integer(s.bits, goType);
    case 'string':
      return text(goType);
    case 'boolean':
      return boolean;
    case 'number':
      return double;
    case 'quantity':
      return quantity;
    case 'time':
      return moment(canonicalTime, null);
    case 'microTime':
      return moment(canonicalMicroTime, null);
    case 'duration':
      return moment(canonicalDuration, '0s');
    case 'intOrString':
      return intOrString;
    case 'bytes':
      return bytes;
    case 'any':
      return schemaOrOther(goType, structDecoder) ?? any;
  }
}

/** The Go type of the entries of a list or map. A named list ('v1.Verbs') does not tell: it follows from the shape. */
function itemType(goType: string, items: Shape): string {
  const m = /^(?:\[\]|map\[[^\]]*\])(.+)$/.exec(goType);
  if (m) return m[1] as string;
  return items.kind === 'object'
    ? typeOf(items.type).goType
    : items.kind === 'any' && goType === 'v1.JSONSchemaDependencies'
      ? 'v1.JSONSchemaPropsOrStringArray'
      : 'string';
}
