/**
 * Moments: what one step of the transport goes over. Writes at one virtual instant that follow from each other are one
 * moment; a write that a person made begins a new one, for while time stands still a person may write many.
 */
import type { LogRow } from '#shared/ipc/timeline.ts';

/** Does a new moment begin at `next`, given the row before it? */
function begins(next: LogRow, before: LogRow): boolean {
  return next.atMs !== before.atMs || next.cause === 0;
}

/** The last revision of the moment before the one that the newest of `rows` is in; undefined where they do not reach back so far. */
export function momentBefore(rows: readonly LogRow[]): number | undefined {
  const newest = rows.toSorted((a, b) => b.revision - a.revision);
  for (let i = 1; i < newest.length; i++) if (begins(newest[i - 1] as LogRow, newest[i] as LogRow)) return (newest[i] as LogRow).revision;
  return undefined;
}

/** The last revision of the moment that the oldest of `rows` begins; undefined where it may go on after them. */
export function momentAfter(rows: readonly LogRow[]): number | undefined {
  const oldest = rows.toSorted((a, b) => a.revision - b.revision);
  for (let i = 1; i < oldest.length; i++)
    if (begins(oldest[i] as LogRow, oldest[i - 1] as LogRow)) return (oldest[i - 1] as LogRow).revision;
  return undefined;
}
