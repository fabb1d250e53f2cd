/** Rows of the event list, read from the log. */
import type { ApiObject } from '#shared/api/object.ts';
import type { LogRow } from '#shared/ipc/timeline.ts';
import type { Entry, Revision, RevisionLog } from '../store/log.ts';
import { isBookkeeping, words } from './words.ts';

/** Which rows: before a revision (of all, where there is none), or the next ones after one; of one object with a key. */
export interface RowQuery {
  readonly after?: Revision;
  readonly before?: Revision;
  readonly key?: string;
  readonly limit: number;
}

/** Newest first. */
export function rows(log: RevisionLog, { after, before = log.head + 1, key, limit }: RowQuery): readonly LogRow[] {
  return entriesOf()
    .map((e) => rowOf(log, e))
    .reverse();

  function entriesOf(): readonly Entry[] {
    if (key !== undefined) {
      const all = log.history(key, after ?? 0, after === undefined ? before - 1 : Infinity);
      return after === undefined ? all.slice(-limit) : all.slice(0, limit);
    }
    if (after !== undefined) return log.since(after, limit);
    const from = Math.max(0, before - 1 - limit);
    return log.since(from, before - 1 - from);
  }
}

/** An entry as a row. */
export function rowOf(log: RevisionLog, e: Entry): LogRow {
  const before = previousOf(log, e);
  const after = e.deleted ? undefined : e.value;
  return {
    revision: e.revision,
    atMs: e.atMs,
    actor: e.actor,
    cause: e.cause,
    key: e.key,
    verb: e.deleted ? 'delete' : before ? 'update' : 'create',
    text: words(before, after),
    ...(e.cause > 0 && isBookkeeping(before, after) && { small: true }),
  };
}

/** What the object was before an entry, where it was there. */
function previousOf(log: RevisionLog, e: Entry): ApiObject | undefined {
  const old = e.prev ? log.latest(e.key, e.prev) : undefined;
  return old && !old.deleted ? old.value : undefined;
}
