/**
 * The object store: optimistic concurrency over the log, the live set in memory, and the change feed.
 * It knows objects by their keys only; what a kind means is the API server's business.
 */
import { assert } from '#shared/api/errors.ts';
import { deepFreeze } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf, localKey, parseKey, type Ref, type ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import { prefixEnd, type Entry, type NewEntry, type Origin, type Revision, type RevisionLog } from './log.ts';
import { Table, type Index, type Row } from './table.ts';

/** One accepted write, as loops and watchers see it. `before` is absent for a create, `after` for a deletion. */
export interface Change {
  readonly ref: Ref;
  readonly revision: Revision;
  readonly before?: ApiObject;
  readonly after?: ApiObject;
  /** What a watcher is sent: `after`, or for a deletion the last state under the deletion's resourceVersion. */
  readonly sent: ApiObject;
  /** Nothing has happened: the object was there when the document was opened, and is met again. */
  readonly known?: true;
}

/** What a list is asked for. */
export interface ListQuery {
  readonly resource: ResourceId;
  readonly namespace?: string;
  /** Only objects owned by this uid. */
  readonly owner?: string;
  /** Only objects an index files under this value. */
  readonly index?: { readonly name: string; readonly value: string };
}

/** A write that lost a race: the object is there already, gone, or has another resourceVersion. */
export type Lost = 'exists' | 'missing' | 'changed';

/** Who writes, when, and why: asked at each write. */
export type OriginSource = () => Origin;

/** An object without a revision yet. */
export type Unsaved<T extends ApiObject = ApiObject> = T;

export class ObjectStore {
  readonly #log: RevisionLog;
  readonly #origin: OriginSource;
  readonly #indexes: ReadonlyMap<ResourceId, readonly Index[]>;
  readonly #tables = new Map<ResourceId, Table>();
  readonly #tombstones = new Map<string, Revision>();
  readonly #observers = new Set<(c: Change) => void>();
  #revision: Revision;
  /** Within atomic(): what was written so far, and how to take it back. */
  #pending: { entries: NewEntry[]; changes: Change[]; undo: (() => void)[] } | undefined;

  /** Opens the store on a log, reading what is alive once. */
  constructor(log: RevisionLog, origin: OriginSource, indexes: ReadonlyMap<ResourceId, readonly Index[]> = new Map()) {
    this.#log = log;
    this.#origin = origin;
    this.#indexes = indexes;
    this.#revision = log.head;
    for (const e of log.range('', prefixEnd(''))) {
      const ref = parseKey(e.key);
      this.#table(ref.resource).add(localKey(ref.namespace, ref.name), deepFreeze(e.value), e.created);
    }
  }

  /** The newest revision. */
  get revision(): Revision {
    return this.#revision;
  }

  /** The revision the next write will have: what uids and random names are drawn by. */
  get nextRevision(): Revision {
    return this.#revision + 1;
  }

  /** Adds an object. Its resourceVersion is set here. */
  create<T extends ApiObject>(ref: Ref, o: Unsaved<T>): T | Lost {
    const table = this.#table(ref.resource);
    const local = localKey(ref.namespace, ref.name);
    if (table.find(ref.namespace, ref.name)) return 'exists';
    const key = keyOf(ref);
    const revision = this.nextRevision;
    const after = stamped(o, revision);
    const tombstone = this.#tombstones.get(key);
    const prev = tombstone ?? this.#log.headOf(key);
    this.#commit(
      { key, prev, created: revision, deleted: false, value: after, ...this.#origin() },
      { ref, revision, after, sent: after },
      () => {
        const row = table.find(ref.namespace, ref.name);
        if (row) table.remove(row);
        if (tombstone !== undefined) this.#tombstones.set(key, tombstone);
      },
      () => {
        table.add(local, after, revision);
        this.#tombstones.delete(key);
      },
    );
    return after;
  }

  /** Replaces an object. Its resourceVersion, where set, must be the one that is stored. */
  update<T extends ApiObject>(ref: Ref, o: Unsaved<T>, expected?: string): T | Lost {
    const table = this.#table(ref.resource);
    const row = table.find(ref.namespace, ref.name);
    if (!row) return 'missing';
    const before = row.object;
    if (expected !== undefined && expected !== before.metadata.resourceVersion) return 'changed';
    const revision = this.nextRevision;
    const after = stamped(o, revision);
    this.#commit(
      {
        key: keyOf(ref),
        prev: Number(before.metadata.resourceVersion),
        created: row.created,
        deleted: false,
        value: after,
        before,
        ...this.#origin(),
      },
      { ref, revision, before, after, sent: after },
      () => {
        table.replace(row, before);
      },
      () => {
        table.replace(row, after);
      },
    );
    return after;
  }

  /** Takes an object away and returns its last state. */
  delete(ref: Ref, expected?: string): ApiObject | Lost {
    const table = this.#table(ref.resource);
    const row = table.find(ref.namespace, ref.name);
    if (!row) return 'missing';
    const before = row.object;
    if (expected !== undefined && expected !== before.metadata.resourceVersion) return 'changed';
    const key = keyOf(ref);
    const revision = this.nextRevision;
    const sent = stamped(before, revision);
    this.#commit(
      { key, prev: Number(before.metadata.resourceVersion), created: row.created, deleted: true, value: sent, before, ...this.#origin() },
      { ref, revision, before, sent },
      () => {
        table.add(row.key, before, row.created);
        this.#tombstones.delete(key);
      },
      () => {
        table.remove(row);
        this.#tombstones.set(key, revision);
      },
    );
    return sent;
  }

  /** One object, now or as of a revision. */
  get(ref: Ref, at?: Revision): ApiObject | undefined {
    if (at === undefined || at >= this.#revision) return this.#tables.get(ref.resource)?.find(ref.namespace, ref.name)?.object;
    const e = this.#log.latest(keyOf(ref), at);
    return e && !e.deleted ? e.value : undefined;
  }

  /** The revision that created an object that is alive; 0 where it is not. */
  createdAt(ref: Ref): Revision {
    return this.#tables.get(ref.resource)?.find(ref.namespace, ref.name)?.created ?? 0;
  }

  /** Objects in key order. */
  list(q: ListQuery): readonly ApiObject[] {
    return this.#rows(q).map((r) => r.object);
  }

  /** Every object with an owner reference to `uid`, of whatever resource, in order of their keys. */
  dependents(uid: string): readonly { readonly resource: ResourceId; readonly object: ApiObject }[] {
    const found: { readonly resource: ResourceId; readonly rows: readonly Row[] }[] = [];
    for (const [resource, table] of this.#tables) {
      const rows = table.owned(uid);
      if (rows.length) found.push({ resource, rows });
    }
    found.sort((a, b) => (a.resource < b.resource ? -1 : 1));
    return found.flatMap(({ resource, rows }) => rows.map((r) => ({ resource, object: r.object })));
  }

  /** How many objects of a resource are alive. */
  count(resource: ResourceId): number {
    return this.#tables.get(resource)?.size ?? 0;
  }

  /** Resources that have ever had an object in this process. */
  resources(): readonly ResourceId[] {
    return [...this.#tables.keys()].sort();
  }

  /** Objects in key order as they were at a revision. */
  listAt(q: Pick<ListQuery, 'resource' | 'namespace'>, at: Revision): readonly ApiObject[] {
    const prefix = q.namespace === undefined ? `${q.resource}/` : `${q.resource}/${q.namespace}/`;
    return Array.from(this.#log.range(prefix, prefixEnd(prefix), at), (e) => e.value);
  }

  /**
   * Since when (virtual time, in ms) something has held of an object without a break; undefined where it does not. `holds`
   * is asked of each state it was in, the newest first, and of undefined while there was none: 0 where it always held.
   */
  heldSince(ref: Ref, holds: (o: ApiObject | undefined) => boolean): Ms | undefined {
    const key = keyOf(ref);
    let since: Ms | undefined;
    for (let e = this.#log.latest(key); ; e = e.prev ? this.#log.latest(key, e.prev) : undefined) {
      if (!holds(e && !e.deleted ? e.value : undefined)) return since;
      if (!e) return 0;
      since = e.atMs;
    }
  }

  /** Calls `sink` for every change, at once and in order. Returns what ends it. */
  observe(sink: (c: Change) => void): () => void {
    this.#observers.add(sink);
    return () => {
      this.#observers.delete(sink);
    };
  }

  /** Every change after a revision that is already in the log, oldest first. */
  *changesSince(after: Revision): Iterable<Change> {
    let from = after;
    for (;;) {
      const batch = this.#log.since(from, 1000);
      for (const e of batch) yield this.#changeOf(e);
      const last = batch.at(-1);
      if (!last) return;
      from = last.revision;
    }
  }

  /** All or nothing: if `run` throws, every write it made is taken back, and nobody has seen any of them. One may lie within another. */
  atomic<T>(run: () => T): T {
    const outer = this.#pending;
    const start = this.#revision;
    const pending = (this.#pending ??= { entries: [], changes: [], undo: [] });
    const had = pending.entries.length;
    try {
      const result = run();
      if (outer) return result;
      this.#pending = undefined;
      for (const e of pending.entries) assert(this.#log.append(e) !== 'conflict', `atomic write of ${e.key} was checked before`);
      for (const c of pending.changes) this.#tell(c);
      return result;
    } catch (e) {
      this.#pending = outer;
      for (const undo of pending.undo.splice(had).reverse()) undo();
      pending.entries.length = pending.changes.length = had;
      this.#revision = start;
      throw e;
    }
  }

  #commit(entry: NewEntry, change: Change, undo: () => void, apply: () => void): void {
    if (this.#pending) {
      apply();
      this.#revision = change.revision;
      this.#pending.entries.push(entry);
      this.#pending.changes.push(change);
      this.#pending.undo.push(undo);
      return;
    }
    const got = this.#log.append(entry);
    assert(got === change.revision, `the log gave ${entry.key} revision ${got}, the store expected ${change.revision}`);
    this.#revision = got;
    apply();
    this.#tell(change);
  }

  #tell(change: Change): void {
    for (const sink of this.#observers) sink(change);
  }

  #changeOf(e: Entry): Change {
    const ref = parseKey(e.key);
    const old = e.prev ? this.#log.latest(e.key, e.prev) : undefined;
    const before = old && !old.deleted ? old.value : undefined;
    return { ref, revision: e.revision, ...(before ? { before } : {}), ...(e.deleted ? {} : { after: e.value }), sent: e.value };
  }

  #rows(q: ListQuery): readonly Row[] {
    const table = this.#tables.get(q.resource);
    if (!table) return [];
    if (q.owner === undefined && q.index === undefined) return table.rows(q.namespace);
    const rows =
      q.owner !== undefined
        ? table.owned(q.owner)
        : table.indexed((q.index as { name: string }).name, (q.index as { value: string }).value);
    return q.namespace === undefined ? rows : rows.filter((r) => (r.object.metadata.namespace ?? '') === q.namespace);
  }

  #table(resource: ResourceId): Table {
    let t = this.#tables.get(resource);
    if (!t) this.#tables.set(resource, (t = new Table(this.#indexes.get(resource) ?? [])));
    return t;
  }
}

function stamped<T extends ApiObject>(o: T, revision: Revision): T {
  return deepFreeze({ ...o, metadata: { ...o.metadata, resourceVersion: String(revision) } });
}
