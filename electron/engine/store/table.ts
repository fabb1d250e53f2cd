/** The live objects of one resource, in the orders the loops ask for. */
import type { ApiObject } from '#shared/api/object.ts';
import { localKey } from '#shared/api/ref.ts';
import type { Revision } from './log.ts';

/** One live object and when it was created. `object` is replaced in place when it is updated. */
export interface Row {
  readonly key: string;
  readonly created: Revision;
  object: ApiObject;
  live: boolean;
}

/** What else a resource is indexed by: the value or values under which an object is found ('spec.nodeName' of a pod). */
export interface Index {
  readonly name: string;
  of(o: ApiObject): Values;
}

type Values = string | readonly string[] | undefined;

function same(a: Values, b: Values): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a.length === b.length && a.every((v, i) => v === b[i]));
}

const byKey = (a: Row, b: Row) => (a.key < b.key ? -1 : 1);

/** Rows in key order. Additions are merged in when the order is next asked for, so a storm of creates costs one sort. */
class Ordered {
  #rows: Row[] = [];
  #added: Row[] = [];
  #dropped = false;

  add(row: Row): void {
    this.#added.push(row);
  }
  drop(): void {
    this.#dropped = true;
  }

  rows(): readonly Row[] {
    if (this.#added.length || this.#dropped) {
      const fresh = this.#added.filter((r) => r.live).sort(byKey);
      const old = this.#dropped ? this.#rows.filter((r) => r.live) : this.#rows;
      if (!fresh.length) this.#rows = old;
      else if (!old.length || byKey(old.at(-1) as Row, fresh[0] as Row) < 0) this.#rows = old.concat(fresh);
      else {
        const merged: Row[] = [];
        let i = 0;
        let j = 0;
        while (i < old.length && j < fresh.length)
          merged.push(byKey(old[i] as Row, fresh[j] as Row) < 0 ? (old[i++] as Row) : (fresh[j++] as Row));
        while (i < old.length) merged.push(old[i++] as Row);
        while (j < fresh.length) merged.push(fresh[j++] as Row);
        this.#rows = merged;
      }
      this.#added = [];
      this.#dropped = false;
    }
    return this.#rows;
  }
}

/** Rows that share an owner or an index value, in key order. The order is kept; what comes or goes is worked in when it is next asked for. */
class Group {
  readonly #rows = new Set<Row>();
  #ordered: readonly Row[] = [];
  #stale = false;

  get size(): number {
    return this.#rows.size;
  }

  add(row: Row): void {
    this.#rows.add(row);
    this.#stale = true;
  }

  delete(row: Row): void {
    if (this.#rows.delete(row)) this.#stale = true;
  }

  rows(): readonly Row[] {
    if (this.#stale) {
      const kept = this.#ordered.filter((r) => this.#rows.has(r));
      const known = new Set(kept);
      this.#ordered = [...kept, ...[...this.#rows].filter((r) => !known.has(r)).sort(byKey)].sort(byKey); // two runs in order: cheap to merge
      this.#stale = false;
    }
    return this.#ordered;
  }
}

/** All live objects of one resource. */
export class Table {
  readonly #rows = new Map<string, Row>();
  readonly #all = new Ordered();
  readonly #namespaces = new Map<string, Ordered>();
  readonly #owned = new Map<string, Group>();
  readonly #indexes: readonly { readonly index: Index; readonly rows: Map<string, Group> }[];

  constructor(indexes: readonly Index[]) {
    this.#indexes = indexes.map((index) => ({ index, rows: new Map() }));
  }

  get size(): number {
    return this.#rows.size;
  }

  find(namespace: string, name: string): Row | undefined {
    return this.#rows.get(localKey(namespace, name));
  }

  add(key: string, object: ApiObject, created: Revision): void {
    const row: Row = { key, created, object, live: true };
    this.#rows.set(key, row);
    this.#all.add(row);
    const ns = object.metadata.namespace ?? '';
    let inNamespace = this.#namespaces.get(ns);
    if (!inNamespace) this.#namespaces.set(ns, (inNamespace = new Ordered()));
    inNamespace.add(row);
    this.#link(row, object);
  }

  replace(row: Row, object: ApiObject): void {
    const old = row.object;
    row.object = object;
    if (old.metadata.ownerReferences !== object.metadata.ownerReferences) {
      this.#linkOwners(row, old, false);
      this.#linkOwners(row, object, true);
    }
    for (const { index, rows } of this.#indexes) {
      const a = index.of(old);
      const b = index.of(object);
      if (!same(a, b)) {
        each(unlink, rows, a, row);
        each(link, rows, b, row);
      }
    }
  }

  remove(row: Row): void {
    row.live = false;
    this.#rows.delete(row.key);
    this.#all.drop();
    this.#namespaces.get(row.object.metadata.namespace ?? '')?.drop();
    this.#linkOwners(row, row.object, false);
    for (const { index, rows } of this.#indexes) each(unlink, rows, index.of(row.object), row);
  }

  /** In key order; of one namespace where given. */
  rows(namespace?: string): readonly Row[] {
    return namespace === undefined ? this.#all.rows() : (this.#namespaces.get(namespace)?.rows() ?? []);
  }

  /** Objects with an owner reference to `uid`, in key order. */
  owned(uid: string): readonly Row[] {
    return this.#owned.get(uid)?.rows() ?? [];
  }

  /** Objects an index files under `value`, in key order. */
  indexed(name: string, value: string): readonly Row[] {
    return (
      this.#indexes
        .find((i) => i.index.name === name)
        ?.rows.get(value)
        ?.rows() ?? []
    );
  }

  #link(row: Row, o: ApiObject): void {
    this.#linkOwners(row, o, true);
    for (const { index, rows } of this.#indexes) each(link, rows, index.of(o), row);
  }

  #linkOwners(row: Row, o: ApiObject, on: boolean): void {
    for (const r of o.metadata.ownerReferences ?? []) (on ? link : unlink)(this.#owned, r.uid, row);
  }
}

type Linking = (map: Map<string, Group>, value: string, row: Row) => void;

function each(linking: Linking, map: Map<string, Group>, values: Values, row: Row): void {
  if (typeof values === 'string') linking(map, values, row);
  else for (const v of values ?? []) linking(map, v, row);
}

function link(map: Map<string, Group>, value: string, row: Row): void {
  let group = map.get(value);
  if (!group) map.set(value, (group = new Group()));
  group.add(row);
}

function unlink(map: Map<string, Group>, value: string, row: Row): void {
  const group = map.get(value);
  group?.delete(row);
  if (group?.size === 0) map.delete(value);
}
