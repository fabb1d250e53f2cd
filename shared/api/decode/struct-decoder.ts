/**
 * Decoders of the types of the schema. Each turns a JSON object into what Kubernetes would write back after reading it
 * into its Go type, and returns the very same object where nothing changes. Source: sigs.k8s.io/json, encoding/json.
 */
import { typeOf, type Field, type Shape } from '../../kinds/schema/schema.ts';
import type { JsonObject } from '../json.ts';
import { any, isPlainObject, list, map, upTo } from './collection-decoders.ts';
import type { Decoder } from './decoder.ts';
import type { Decoding } from './decoding.ts';
import { boolean, bytes, double, integer, intOrString, moment, quantity, text } from './scalar-decoders.ts';
import { schemaOrOther } from './schema-or-other.ts';
import { canonicalDuration, canonicalMicroTime, canonicalTime } from './times.ts';

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
