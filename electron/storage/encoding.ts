/**
 * How an object becomes a row: whole, or as what differs from the row before. Large parts that many objects share (the
 * containers of 5,000 like pods, a set of managed fields) are written once and referred to, and are shared again when
 * they are read. resourceVersion is not written: it is the row's revision.
 */
import { setOwn } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';

/** Keeps the shared parts. `put` returns the id of a new one. */
export interface PartStore {
  put(json: string): number;
  get(id: number): string;
}

type Json = Record<string, unknown>;

/** The key that marks a reference to a part. An object that really has such a key is written as a list of pairs. */
const PART = '\u0000part';
const PAIRS = '\u0000pairs';
/** In a delta, in place of a list of managed fields: its entries, those that were there before by their numbers. */
const ENTRIES = '\u0000entries';
/** A part shorter than this is not worth a reference, in characters. */
const WORTH = 96;

/** Texts remembered before starting over. */
const MOST_TEXTS = 4096;

/** A part met once already, not yet stored. */
const MET = 0;

const plain = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Whether a part may be large: something nested, not a few scalars. */
function nested(v: object): boolean {
  for (const x of Object.values(v)) if (typeof x === 'object' && x !== null) return true;
  return false;
}

export class ObjectEncoder {
  readonly #parts: PartStore;
  readonly #known = new WeakMap<object, number>();
  readonly #read = new Map<number, unknown>();
  /** Parts by their text: equal parts that are different objects are still stored once. */
  readonly #texts = new Map<string, number>();

  constructor(parts: PartStore) {
    this.#parts = parts;
  }

  /** The whole object as text. */
  whole(o: ApiObject): string {
    const out: Json = {};
    for (const k in o) {
      const v = (o as unknown as Json)[k];
      out[k] = k === 'metadata' ? this.#metadata(v as Json) : plain(v) ? (this.#metBefore(v) ?? this.#members(v)) : escaped(v);
    }
    return JSON.stringify(out);
  }

  /** What turns `before` into `after`, as text: {k: [v]} sets, {k: 0} removes, {k: {…}} goes inside, {k: {entries: […]}} keeps some of a list. */
  delta(before: ApiObject, after: ApiObject): string {
    const d = this.#difference(before as unknown as Json, after as unknown as Json, true);
    return JSON.stringify(d ?? {});
  }

  #metadata(m: Json): Json {
    const { resourceVersion: _rv, managedFields, ...rest } = m;
    const out = this.#members(rest);
    if (Array.isArray(managedFields)) out['managedFields'] = this.#metBefore(managedFields) ?? this.#managed(managedFields as Json[]);
    return out;
  }

  /** A reference to what was met before as the very same object (the spec of a pod that has no node yet); if not, its members may be. */
  #metBefore(v: object): unknown {
    if (!nested(v)) return undefined;
    if (this.#known.has(v)) return this.#part(v);
    this.#known.set(v, MET);
    return undefined;
  }

  /** Entries with the sets of fields that they share with others; one that `before` has too is only its number there. */
  #managed(list: readonly Json[], before: readonly unknown[] = []): unknown {
    return list.map((e) => {
      const at = before.indexOf(e);
      return at >= 0 ? at : { ...e, fieldsV1: this.#fields(e['fieldsV1']) };
    });
  }

  /** Most sets of fields are shared; of one that is not (a pod's address is in it) most of what is inside is. Their keys are never markers. */
  #fields(set: unknown): unknown {
    if (!plain(set) || !nested(set)) return set;
    const id = this.#known.get(set);
    if (id !== undefined) return { [PART]: id > MET ? id : this.#keep(set, JSON.stringify(set)) };
    this.#known.set(set, MET);
    const out: Json = {};
    for (const k of Object.keys(set)) out[k] = this.#fields(set[k]);
    return out;
  }

  #members(o: Json): Json {
    const out: Json = {};
    for (const k of Object.keys(o)) setOwn(out, k, this.#part(o[k]));
    return PART in o || PAIRS in o ? (escaped(out) as Json) : out;
  }

  /** A reference, if the value was met before as the very same object and is large; else the value. */
  #part(v: unknown): unknown {
    if (typeof v !== 'object' || v === null || !nested(v)) return escaped(v);
    const id = this.#known.get(v);
    if (id === undefined) {
      this.#known.set(v, MET);
      return escaped(v);
    }
    if (id > MET) return { [PART]: id };
    const json = JSON.stringify(escaped(v));
    return json.length < WORTH ? escaped(v) : { [PART]: this.#keep(v, json) };
  }

  /** Stores a part, unless an equal one is there. */
  #keep(v: object, json: string): number {
    let made = this.#texts.get(json);
    if (made === undefined) {
      made = this.#parts.put(json);
      if (this.#texts.size > MOST_TEXTS) this.#texts.clear();
      this.#texts.set(json, made);
    }
    this.#known.set(v, made);
    return made;
  }

  #difference(a: Json, b: Json, top: boolean): Json | undefined {
    let out: Json | undefined;
    for (const k of Object.keys(b)) {
      const x = a[k];
      const y = b[k];
      if (x === y || (!top && k === 'resourceVersion')) continue;
      let d: unknown;
      if (y === undefined) {
        if (x === undefined) continue;
        d = 0;
      } else if (plain(x) && plain(y)) d = this.#difference(x, y, false);
      else if (!top && k === 'managedFields' && Array.isArray(y)) d = { [ENTRIES]: this.#managed(y as Json[], Array.isArray(x) ? x : []) };
      else if (sameText(x, y)) continue;
      else d = [this.#part(y)];
      if (d !== undefined) setOwn((out ??= {}), k, d);
    }
    for (const k of Object.keys(a)) if (!Object.hasOwn(b, k) && a[k] !== undefined) setOwn((out ??= {}), k, 0);
    return out;
  }

  /** Reads a whole object. */
  read(text: string, revision: number): ApiObject {
    return withRevision(this.#decode(JSON.parse(text)) as Json, revision);
  }

  /** Applies a delta to what the row before held. */
  apply(before: ApiObject, text: string, revision: number): ApiObject {
    return withRevision(this.#patched(before as unknown as Json, JSON.parse(text) as Json), revision);
  }

  #patched(o: Json, delta: Json): Json {
    const out: Json = { ...o };
    for (const k of Object.keys(delta)) {
      const d = delta[k];
      if (d === 0) delete out[k];
      else if (Array.isArray(d)) setOwn(out, k, this.#decode(d[0]));
      else if (Array.isArray((d as Json)[ENTRIES])) {
        const old = o[k] as readonly unknown[];
        setOwn(
          out,
          k,
          ((d as Json)[ENTRIES] as readonly unknown[]).map((e) => (typeof e === 'number' ? old[e] : this.#decode(e))),
        );
      } else setOwn(out, k, this.#patched((Object.hasOwn(o, k) ? o[k] : {}) as Json, d as Json));
    }
    return out;
  }

  #decode(v: unknown): unknown {
    if (typeof v !== 'object' || v === null) return v;
    if (Array.isArray(v)) return v.map((x) => this.#decode(x));
    const o = v as Json;
    const id = o[PART];
    if (typeof id === 'number') {
      let part = this.#read.get(id);
      if (part === undefined) {
        part = this.#decode(JSON.parse(this.#parts.get(id)));
        this.#read.set(id, part);
        this.#known.set(part as object, id);
      }
      return part;
    }
    const out: Json = {};
    if (Array.isArray(o[PAIRS])) for (const [k, x] of o[PAIRS] as [string, unknown][]) setOwn(out, k, this.#decode(x));
    else for (const k of Object.keys(o)) setOwn(out, k, this.#decode(o[k]));
    return out;
  }
}

/** Rewrites objects that use the marker keys themselves; nearly always returns what it is given. */
function escaped(v: unknown): unknown {
  if (typeof v !== 'object' || v === null) return v;
  return usesMarkers(v) ? rewritten(v) : v;
}

function usesMarkers(v: object): boolean {
  if (!Array.isArray(v) && (Object.hasOwn(v, PART) || Object.hasOwn(v, PAIRS))) return true;
  for (const x of Object.values(v)) if (typeof x === 'object' && x !== null && usesMarkers(x)) return true;
  return false;
}

function rewritten(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(rewritten);
  if (!plain(v)) return v;
  if (PART in v || PAIRS in v) return { [PAIRS]: Object.entries(v).map(([k, x]) => [k, rewritten(x)]) };
  const out: Json = {};
  for (const k of Object.keys(v)) setOwn(out, k, rewritten(v[k]));
  return out;
}

const sameText = (a: unknown, b: unknown) => typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);

function withRevision(o: Json, revision: number): ApiObject {
  return { ...o, metadata: { ...(o['metadata'] as Json), resourceVersion: String(revision) } } as unknown as ApiObject;
}
