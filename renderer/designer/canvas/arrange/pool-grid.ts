/** Where the nodes of a pool lie: in columns that fill up without moving what is there. */
import { NODE, type Rect, type Size } from '../measure.ts';
import type { Point } from '../route.ts';

const GAP = 14, SHELL_ROWS = 4;

/**
 * The place of slot `i`. Slots fill squares of growing size, four times as many rows as columns for nodes are flat: first
 * the rows that are new below, then the column that is new at the side. So a pool grows in both directions, and no node ever moves.
 */
export function slotAt(i: number): Point {
  let shell = 1;
  while (i >= shell * shell * SHELL_ROWS) shell++;
  const before = (shell - 1) * (shell - 1) * SHELL_ROWS, n = i - before, rowsBefore = (shell - 1) * SHELL_ROWS;
  const below = (shell - 1) * SHELL_ROWS;
  const [column, row] = n < below ? [n % (shell - 1), rowsBefore + Math.floor(n / (shell - 1))] : [shell - 1, n - below];
  return { x: column * (NODE.w + GAP), y: row * (NODE.h + GAP) };
}

/** Gives slots to nodes: those that have one keep it, new ones take the lowest that are free, in their order. */
export function assignSlots(known: Map<string, number>, keys: readonly string[]): void {
  const present = new Set(keys), taken = new Set<number>();
  for (const [key, slot] of known) {
    if (present.has(key)) taken.add(slot);
    else known.delete(key);
  }
  let next = 0;
  for (const key of keys) {
    if (known.has(key)) continue;
    while (taken.has(next)) next++;
    known.set(key, next);
    taken.add(next);
  }
}

/** The extent of so many slots. */
export function slotsSize(rects: readonly Rect[]): Size {
  return { w: Math.max(NODE.w, ...rects.map((r) => r.x + r.w)), h: Math.max(0, ...rects.map((r) => r.y + r.h)) };
}
