/**
 * The revision log: every accepted write is one entry, and everything that was ever true can be read back from it.
 * A port. `memory-log.ts` and `electron/storage/sqlite-log.ts` implement it; `log-conformance.ts` says what they owe.
 * Modelled on kine, whose one unique index on (key, previous revision) is the compare-and-swap.
 */
import type { ApiObject } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { State } from '#shared/graph/object-state.ts';

/** Position in the log: 1 for the first write. It is what the API calls resourceVersion. */
export type Revision = number;

/** Who wrote, at what virtual time, and because of what. */
export interface Origin {
  /** 'admin', 'deployment-controller', 'kubelet', … */
  readonly actor: string;
  /** Virtual time, in ms since the design's epoch. */
  readonly atMs: Ms;
  /** The write that led to this one; 0 for a person's. */
  readonly cause: Revision;
}

/** A write on its way into the log. */
export interface NewEntry extends Origin {
  /** group/resource/namespace/name */
  readonly key: string;
  /** The revision this one replaces: 0 if the key was never written. After a deletion, that of the tombstone. */
  readonly prev: Revision;
  /** The revision that created the object; the entry's own if this is a create. */
  readonly created: Revision;
  readonly deleted: boolean;
  /** The object as written; for a deletion, as it last was. */
  readonly value: ApiObject;
  /** What `prev` holds, where the writer has it at hand: a log may then store only what differs. */
  readonly before?: ApiObject;
}

/** A write in the log. */
export interface Entry extends Omit<NewEntry, 'before'> {
  readonly revision: Revision;
}

/** A write without what it held, but for how the object then was (see standing.ts): the time line is drawn from these. */
export interface Fact extends Omit<Entry, 'value'> {
  readonly state: State;
}

/** An append-only log with one writer. */
export interface RevisionLog {
  /** The newest revision; 0 when empty. */
  readonly head: Revision;
  /** Adds an entry as revision head + 1, or says 'conflict' where `prev` is not what the key holds. */
  append(entry: NewEntry): Revision | 'conflict';
  /** The newest revision of a key, be it a deletion; 0 where it was never written. Cheap: asked before every create. */
  headOf(key: string): Revision;
  /** The newest entry of a key (at or before revision `at`), be it a deletion. */
  latest(key: string, at?: Revision): Entry | undefined;
  /** What is alive (at revision `at`) with from <= key < to, in key order. */
  range(from: string, to: string, at?: Revision): Iterable<Entry>;
  /** Entries after a revision, oldest first, at most `limit`. */
  since(after: Revision, limit: number): readonly Entry[];
  /** The same without what they held; a tenth of the cost. */
  facts(after: Revision, limit: number): readonly Fact[];
  /** The entries of one key after a revision and up to another, oldest first. */
  history(key: string, after: Revision, upTo: Revision): readonly Entry[];
  /** Returns once all that was appended is durable. */
  flush(): void;
}

/** The key after all keys that start with `prefix`, for range(). */
export function prefixEnd(prefix: string): string {
  return `${prefix}\uffff`;
}
