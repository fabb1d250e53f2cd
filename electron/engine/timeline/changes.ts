/** What differs between two instants, at the cost of what happened between them. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Revision, RevisionLog } from '../store/log.ts';

const PAGE = 5_000;

/**
 * What turns the cluster as it was at `from` into the cluster as it was at `to`, be that later or earlier: objects by key,
 * undefined for one that is not there at `to`. Objects that are as they were are left out where that is plain to see.
 */
export function changesBetween(log: RevisionLog, from: Revision, to: Revision): ReadonlyMap<string, ApiObject | undefined> {
  const changes = new Map<string, ApiObject | undefined>();
  for (const key of touched(log, Math.min(from, to), Math.max(from, to))) {
    const then = log.latest(key, to);
    const before = log.latest(key, from);
    const there = then !== undefined && !then.deleted;
    const wasThere = before !== undefined && !before.deleted;
    if (there) changes.set(key, then.value);
    else if (wasThere) changes.set(key, undefined);
  }
  return changes;
}

/** The keys written after a revision and up to another. */
export function touched(log: RevisionLog, after: Revision, upTo: Revision): ReadonlySet<string> {
  const keys = new Set<string>();
  for (let at = after; at < upTo;) {
    const page = log.facts(at, Math.min(PAGE, upTo - at));
    for (const f of page) keys.add(f.key);
    at = page.at(-1)?.revision ?? upTo;
  }
  return keys;
}
