/** Putting boxes elsewhere by hand: what is written down, so that everything stays as it was seen when somebody arranged it. */
import type { Placement } from '#shared/ipc/layout.ts';
import type { PlacementChange } from '../../state/undo.svelte.ts';
import { INSIDE, type Arrangement } from './arrange/arrangement.ts';
import { freeSpot } from './arrange/place.ts';
import { overlap } from './measure.ts';
import type { Point } from './route.ts';
import type { Placed, Scene } from './scene.ts';

const GAP = 12;

/** As far as a box is to go so that it lies on none of its neighbours: where it was let go, or right beside. */
export function clearOf(scene: Scene, key: string, by: Point): Point {
  const p = scene.placed.get(key);
  if (!p) return by;
  const others = [...scene.placed.values()].filter((o) => o !== p && o.box.parent === p.box.parent && o.free).map((o) => o.rect);
  const want = { ...p.rect, x: p.rect.x + by.x, y: p.rect.y + by.y };
  if (!others.some((o) => overlap(o, want, GAP / 2))) return by;
  const at = freeSpot(want, want, others, GAP);
  return { x: Math.round(at.x - p.rect.x), y: Math.round(at.y - p.rect.y) };
}

type Placements = Readonly<Record<string, Placement>>;

/** The corner from which the children of a container are placed. */
export function originOf(container: string, placements: Placements, arrangement: Arrangement): Point {
  const at = arrangement.at(container, placements) ?? { x: 0, y: 0 };
  return { x: at.x + INSIDE.x, y: at.y + INSIDE.y };
}

/** Where a box lies, as a placement says it. */
function placementOf(p: Placed, placements: Placements, arrangement: Arrangement): Placement {
  const kept = placements[p.box.key];
  const { parent } = p.box;
  const from = parent === undefined ? { x: 0, y: 0 } : originOf(parent, placements, arrangement);
  // The corner of a container is where its children are placed from, which is not where it seems to begin when some lie beyond.
  const at = parent === undefined ? (arrangement.at(p.box.key, placements) ?? p.rect) : { x: p.rect.x - from.x, y: p.rect.y - from.y };
  return { ...kept, x: Math.round(at.x), y: Math.round(at.y) };
}

/**
 * Boxes moved by so much. Their neighbours, where nobody has placed them yet, are written down where they are: what a
 * person has looked at while arranging does not change when the design is opened again.
 */
export function moveBoxes(
  view: string,
  scene: Scene,
  keys: ReadonlySet<string>,
  by: Point,
  placements: Placements,
  arrangement: Arrangement,
): PlacementChange {
  const before: Record<string, Placement | null> = {};
  const after: Record<string, Placement | null> = {};
  const parents = new Set([...keys].map((k) => scene.placed.get(k)?.box.parent));
  for (const [key, p] of scene.placed) {
    const moves = keys.has(key);
    if (!p.free || !parents.has(p.box.parent) || (p.box.kind === 'Ingress' && !moves && !placements[key])) continue;
    if (!moves && placements[key]) continue;
    const at = placementOf(p, placements, arrangement);
    before[key] = placements[key] ?? null;
    after[key] = moves ? { ...at, x: at.x + by.x, y: at.y + by.y } : at;
  }
  return { view, before, after };
}
