/** Where the nodes of a pool lie: in columns that fill up without moving what is there. */
import { NODE, type Size } from '../measure.ts';
import type { Point } from '../route.ts';

const GAP = 14;
/** How many rows a pool of so many columns has: a few nodes stand below each other, many fill a screen. */
const rowsOf = (columns: number): number => (columns === 0 ? 0 : Math.floor(columns * 1.45) + 3);

/**
 * The place of slot `i`. Slots fill ever larger blocks: first the rows that are new below, then the column that is new at
 * the side. So a pool grows in both directions, and no node ever moves.
 */
export function slotAt(i: number, size: Size = NODE): Point {
  let columns = 1;
  while (i >= columns * rowsOf(columns)) columns++;
  const before = (columns - 1) * rowsOf(columns - 1);
  const n = i - before;
  const below = (columns - 1) * (rowsOf(columns) - rowsOf(columns - 1));
  const [column, row] = n < below ? [n % (columns - 1), rowsOf(columns - 1) + Math.floor(n / (columns - 1))] : [columns - 1, n - below];
  return { x: column * (size.w + GAP), y: row * (size.h + GAP) };
}

/** The slot whose place that is; undefined for a place that is none. */
export function slotOf(at: Point, size: Size = NODE): number | undefined {
  const column = at.x / (size.w + GAP);
  const row = at.y / (size.h + GAP);
  if (!Number.isInteger(column) || !Number.isInteger(row) || column < 0 || row < 0) return undefined;
  // Either it came with its column, or with the rows of a later block.
  let columns = column + 1;
  while (row >= rowsOf(columns)) columns++;
  const before = (columns - 1) * rowsOf(columns - 1);
  const below = (columns - 1) * (rowsOf(columns) - rowsOf(columns - 1));
  return before + (columns === column + 1 ? below + row : (row - rowsOf(columns - 1)) * (columns - 1) + column);
}

/**
 * Gives slots to nodes: those that have one keep it, those that had one (`kept`) take it again where it is free, new ones
 * take the lowest that are free, in their order.
 */
export function assignSlots(
  known: Map<string, number>,
  keys: readonly string[],
  kept: (key: string) => number | undefined = () => undefined,
): void {
  const present = new Set(keys);
  const taken = new Set<number>();
  for (const [key, slot] of known) {
    if (present.has(key)) taken.add(slot);
    else known.delete(key);
  }
  const give = (key: string, slot: number) => {
    known.set(key, slot);
    taken.add(slot);
  };
  for (const key of keys) {
    const slot = known.has(key) ? undefined : kept(key);
    if (slot !== undefined && !taken.has(slot)) give(key, slot);
  }
  let next = 0;
  for (const key of keys) {
    if (known.has(key)) continue;
    while (taken.has(next)) next++;
    give(key, next);
  }
}
