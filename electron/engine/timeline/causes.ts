/** Why: the chain from a write back to what a person did. */
import type { LogRow } from '#shared/ipc/timeline.ts';
import type { Entry, Revision, RevisionLog } from '../store/log.ts';
import { rowOf } from './rows.ts';

/** Chains do not go on for ever; this many links say enough. */
const LONGEST = 64;

/** So far back an object's own story is told. */
const STORY = 256;

/**
 * The newest write of a key (at or before a revision), what led to it, what led to that, and so on; how the object came to
 * be there at all, which the last thing that happened to it may have nothing to do with; and what else of note happened to
 * it since. Newest first.
 */
export function causes(log: RevisionLog, key: string, at: Revision = Infinity): readonly LogRow[] {
  const newest = log.latest(key, at);
  const chain = new Map<Revision, Entry>();
  if (!newest) return [];
  for (const from of [newest, entryAt(log, newest.created)]) {
    let links = 0;
    for (let e = from; e && links < LONGEST && !chain.has(e.revision); e = entryAt(log, e.cause), links++) chain.set(e.revision, e);
  }
  const own = log
    .history(key, newest.created, newest.revision)
    .slice(-STORY)
    .filter((e) => !chain.has(e.revision))
    .map((e) => rowOf(log, e))
    .filter((r) => !r.small);
  return [...own, ...[...chain.values()].map((e) => rowOf(log, e))].sort((a, b) => b.revision - a.revision);
}

function entryAt(log: RevisionLog, revision: Revision): Entry | undefined {
  return revision > 0 ? log.since(revision - 1, 1)[0] : undefined;
}
