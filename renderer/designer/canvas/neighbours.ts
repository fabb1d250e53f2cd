/** Which box the arrow keys go to. */
import type { Rect } from './measure.ts';
import type { Placed, Scene } from './scene.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest box in a direction; what lies straight ahead counts as nearer than what lies aside. Containers are gone into and left by their edges. */
export function neighbour(scene: Scene, from: string, direction: Direction): string | undefined {
  const start = scene.placed.get(from);
  if (!start) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const [key, p] of scene.placed) {
    if (key === from || !reachable(start, p)) continue;
    const d = distance(start.rect, p.rect, direction);
    if (d < least) {
      best = key;
      least = d;
    }
  }
  return best ?? (start.box.parent !== undefined && scene.placed.has(start.box.parent) ? start.box.parent : undefined);
}

/** Boxes beside each other in one container; from a container, what is in it. */
function reachable(from: Placed, to: Placed): boolean {
  return to.box.parent === from.box.parent || to.box.parent === from.box.key;
}

function distance(a: Rect, b: Rect, direction: Direction): number {
  const dx = b.x + b.w / 2 - (a.x + a.w / 2);
  const dy = b.y + b.h / 2 - (a.y + a.h / 2);
  const [ahead, aside] = direction === 'left' ? [-dx, dy] : direction === 'right' ? [dx, dy] : direction === 'up' ? [-dy, dx] : [dy, dx];
  return ahead <= 1 ? Infinity : ahead + 2.2 * Math.abs(aside);
}
