/** Keeps the identity of boxes that have not changed, so that whoever draws them need not ask what did. */
import type { Box } from './box.ts';

/** Replaces each box by the one of the last time where the two say the same. */
export function sharing(): (boxes: Map<string, Box>) => Map<string, Box> {
  let last = new Map<string, Box>();
  return (boxes) => {
    for (const [key, b] of boxes) {
      const before = last.get(key);
      if (before && before !== b && same(before, b)) boxes.set(key, before);
    }
    last = boxes;
    return boxes;
  };
}

function same(a: Box, b: Box): boolean {
  return (
    a.object === b.object &&
    a.shape === b.shape &&
    a.fact === b.fact &&
    a.title === b.title &&
    a.parent === b.parent &&
    a.state === b.state &&
    a.count?.ready === b.count?.ready &&
    a.count?.wanted === b.count?.wanted &&
    sameList(a.pods, b.pods) &&
    a.figures?.cpu.requested === b.figures?.cpu.requested &&
    a.figures?.memory.requested === b.figures?.memory.requested &&
    (a.claims === b.claims ||
      (a.claims?.length === b.claims?.length && (a.claims ?? []).every((list, i) => sameList(list, b.claims?.[i] ?? []))))
  );
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
