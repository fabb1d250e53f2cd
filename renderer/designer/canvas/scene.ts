/** Boxes where they lie. What is drawn, touched and moved is a scene. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Arrow, Box } from '#shared/graph/box.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { claimAt, contains, CONTAINER_HEAD, gridOrigin, nodeGrid, podGrid, tileAt, tileIndexAt, type Grid, type Rect } from './measure.ts';

/** A box in its place. `rect` is in canvas units from the canvas' own origin. */
export interface Placed {
  readonly box: Box;
  readonly rect: Rect;
  /** The pods' grid; absent for boxes that show none. */
  readonly grid?: Grid;
  /** How deep it lies: 0 for what lies in nothing. */
  readonly depth: number;
  /** False for what a grid puts in its place. */
  readonly free: boolean;
}

/** Everything on the canvas. Containers come before what is in them. */
export interface Scene {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly arrows: readonly Arrow[];
}

export const EMPTY_SCENE: Scene = { placed: new Map<string, Placed>(), arrows: [] };

/** True for boxes that contain others. */
export function isContainer(b: Box): boolean {
  return b.shape === 'namespace' || b.shape === 'pool';
}

/** The grid of a box with room for so many pods, of which it usually has `usual`. */
export function gridOf(b: Box, places: number, usual: number, roomy: boolean): Grid | undefined {
  return b.shape === 'workload' ? podGrid(places, usual) : b.shape === 'node' ? nodeGrid(b.pods.length, roomy) : undefined;
}

/** What lies at a point. */
export type Hit =
  | { readonly what: 'box'; readonly key: string }
  | { readonly what: 'head'; readonly key: string }
  /** A pod's tile or a claim that hangs from it. */
  | { readonly what: 'part'; readonly key: string; readonly of: string }
  | undefined;

/** What lies at a point, the innermost first. */
export function hitAt(scene: Scene, x: number, y: number, keyOf: (o: ApiObject) => string): Hit {
  let found: Placed | undefined;
  for (const p of scene.placed.values()) {
    if (contains(p.rect, x, y)) found = !found || p.depth >= found.depth ? p : found;
    else if (p.box.claims) {
      const claim = claimHit(p, x, y);
      if (claim) return { what: 'part', key: keyOf(claim), of: p.box.key };
    }
  }
  if (!found) return undefined;
  const pod = podHit(found, x, y);
  if (pod && keyOf(pod) !== found.box.key) return { what: 'part', key: keyOf(pod), of: found.box.key };
  return { what: isContainer(found.box) && y < found.rect.y + CONTAINER_HEAD ? 'head' : 'box', key: found.box.key };
}

function podHit({ box, rect, grid }: Placed, x: number, y: number): Pod | undefined {
  if (!grid) return undefined;
  const o = gridOrigin(box, rect);
  const i = tileIndexAt(grid, x - o.x, y - o.y, box.pods.length);
  return i === undefined ? undefined : box.pods[i];
}

function claimHit({ box, rect, grid }: Placed, x: number, y: number): ApiObject | undefined {
  if (!grid) return undefined;
  for (const [i, list] of (box.claims ?? []).entries()) {
    for (const [n, claim] of list.entries()) {
      const at = claimAt(rect, grid, i, n);
      if (at && contains(at, x, y)) return claim;
    }
  }
  return undefined;
}

/** Where something lies that is shown: a box, or a pod or claim in one. */
export function rectOf(scene: Scene, key: string, keyOf: (o: ApiObject) => string): Rect | undefined {
  const p = scene.placed.get(key);
  if (p) return p.rect;
  for (const { box, rect, grid } of scene.placed.values()) {
    if (!grid) continue;
    const i = box.pods.findIndex((o) => keyOf(o) === key);
    const o = gridOrigin(box, rect);
    if (i >= 0) {
      const t = tileAt(grid, i);
      return { ...t, x: o.x + t.x, y: o.y + t.y };
    }
    for (const [pod, list] of (box.claims ?? []).entries()) {
      const n = list.findIndex((c) => keyOf(c) === key);
      if (n >= 0) return claimAt(rect, grid, pod, n);
    }
  }
  return undefined;
}
