/** How large boxes are and where the things in them lie, in canvas units. Pure: layout and painting both ask here. */
import type { Box } from '#shared/graph/box.ts';

/** A rectangle by its top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface Size {
  readonly w: number;
  readonly h: number;
}

/** What a tile says: the end of its pod's name, the workload it belongs to, or nothing but its state. */
export type TileName = 'own' | 'workload' | undefined;

/** Equal tiles in rows. */
export interface Grid {
  readonly columns: number;
  readonly size: Size;
  readonly gap: number;
  readonly named: TileName;
}

export const PAD = 12;
/** The strip of a container that holds its name. */
export const CONTAINER_HEAD = 40;
/** Of a workload: icon, name, image, count. */
export const WORKLOAD_HEAD = 48;
export const SMALL_HEIGHT = 42;
const CHIP_HEIGHT = 28;
export const NODE: Size = { w: 192, h: 90 };
/** A node where nodes are what one looks at. */
export const ROOMY_NODE: Size = { w: 272, h: 146 };
/** Claims hang below their pods. */
export const CLAIM: Size = { w: 56, h: 25 };
const CLAIM_DROP = 14;
const TEXT_LEFT = 34;

const NAMED: Size = { w: 56, h: 35 };
const MOST_NAMED = 12;
const MOST_NAMED_IN_ROW = 6;
const MOST_CELLS = 300;

/** The grid of a workload with so many places for pods. Tiles with names keep to the columns of `usual`, so that a rollout makes the box taller and not wider. */
export function podGrid(places: number, usual = places): Grid {
  if (places <= MOST_NAMED) return { columns: Math.max(1, Math.min(usual, MOST_NAMED_IN_ROW)), size: NAMED, gap: 5, named: 'own' };
  return cellGrid(places);
}

/** Cells without names, about two and a half times as wide as high. */
export function cellGrid(places: number): Grid {
  const [side, gap] = places <= MOST_CELLS ? [14, 3] : [7, 1.5];
  return { columns: Math.max(12, Math.ceil(Math.sqrt(places * 2.4))), size: { w: side, h: side }, gap, named: undefined };
}

const PILL: Size = { w: 80, h: 17 };
const MOST_PILLS = 9;
const CELLS: readonly number[] = [14, 13, 11, 9.5, 8, 6.5, 5, 4, 3];

/** The tiles of a node: as large as they can be in what room there is. */
export function nodeGrid(pods: number, roomy: boolean): Grid {
  if (roomy && pods <= MOST_PILLS) return { columns: 3, size: PILL, gap: 4, named: 'workload' };
  const [w, h] = roomy ? [ROOMY_NODE.w - 2 * PAD, 58] : [112, 21];
  for (const side of CELLS) {
    const gap = Math.max(1, side * 0.2);
    const columns = Math.floor((w + gap) / (side + gap));
    const rows = Math.floor((h + gap) / (side + gap));
    if (columns * rows >= pods && (roomy || side <= 13)) return { columns, size: { w: side, h: side }, gap, named: undefined };
  }
  return { columns: Math.ceil(pods / Math.floor(h / 3)), size: { w: 2, h: 2 }, gap: 1, named: undefined };
}

/** The size of `n` tiles of a grid. */
export function gridSize(g: Grid, n: number): Size {
  if (n === 0) return { w: 0, h: 0 };
  const columns = Math.min(g.columns, n);
  const rows = Math.ceil(n / g.columns);
  return { w: columns * (g.size.w + g.gap) - g.gap, h: rows * (g.size.h + g.gap) - g.gap };
}

/** Where tile `i` lies, from the corner of its grid. */
export function tileAt(g: Grid, i: number): Rect {
  return { x: (i % g.columns) * (g.size.w + g.gap), y: Math.floor(i / g.columns) * (g.size.h + g.gap), ...g.size };
}

/** Which tile lies at a point from the corner of its grid. */
export function tileIndexAt(g: Grid, x: number, y: number, n: number): number | undefined {
  const column = Math.floor(x / (g.size.w + g.gap));
  const row = Math.floor(y / (g.size.h + g.gap));
  const i = row * g.columns + column;
  if (x < 0 || y < 0 || column >= g.columns || i >= n) return undefined;
  return x - column * (g.size.w + g.gap) <= g.size.w && y - row * (g.size.h + g.gap) <= g.size.h ? i : undefined;
}

const words = (text: string, perLetter: number) => text.length * perLetter;
/** A width that does not change with every letter. */
const snapped = (w: number, least: number, most: number) => Math.ceil(Math.min(most, Math.max(least, w)) / 4) * 4;

/** Addresses that are given later have their room from the start: no box grows because time passes. */
function factLength(b: Box): number {
  if (b.kind !== 'Service') return b.kind === 'PersistentVolumeClaim' ? 15 : b.fact.length;
  return Math.max(b.fact.length, b.fact.startsWith('LB') ? 23 : b.fact.startsWith('NodePort') ? 14 : 18);
}

/** How wide the count of a box is; 0 where it has none. */
export function countWidth(b: Box): number {
  return b.count ? words(countText(b), 6.6) + 16 : 0;
}

export function countText(b: Box): string {
  return b.count ? `${b.count.ready}/${b.count.wanted}` : '';
}

/** The size of a box that contains no others. `grid` is that of its pods, `places` for how many of them it has room. */
export function sizeOf(b: Box, grid: Grid | undefined, places: number, roomy = false): Size {
  switch (b.shape) {
    case 'node':
      return roomy ? ROOMY_NODE : NODE;
    case 'chip':
      return { w: snapped(30 + words(b.title, 6.6) + PAD, 84, 220), h: CHIP_HEIGHT };
    case 'workload': {
      const tiles = grid ? gridSize(grid, places) : { w: 0, h: 0 };
      const text = TEXT_LEFT + Math.max(words(b.title, 6.9) + (b.count ? countWidth(b) + 8 : 0), words(b.fact, 6.35)) + PAD;
      return {
        w: Math.max(snapped(text, 150, 300), Math.ceil(tiles.w) + 2 * PAD),
        h: WORKLOAD_HEAD + (tiles.h > 0 ? Math.ceil(tiles.h) + PAD : 0),
      };
    }
    case 'small':
    case 'missing':
    case 'namespace':
    case 'pool':
      return {
        w: snapped(TEXT_LEFT + Math.max(words(b.title, 6.9), words(' '.repeat(factLength(b)), 6.35)) + PAD, 140, 236),
        h: SMALL_HEIGHT,
      };
  }
}

/** How far the claims of a StatefulSet hang down below its box. */
export function claimsDrop(b: Box): number {
  const most = Math.max(0, ...(b.claims ?? []).map((c) => c.length));
  return most === 0 ? 0 : CLAIM_DROP + most * (CLAIM.h + 4) - 4;
}

/** Where the `n`-th claim of pod `i` hangs; undefined where pods have no tiles of their own to hang it from. */
export function claimAt(box: Rect, grid: Grid, i: number, n: number): Rect | undefined {
  if (grid.named !== 'own' || i >= grid.columns) return undefined;
  return { x: box.x + PAD + tileAt(grid, i).x, y: box.y + box.h + CLAIM_DROP + n * (CLAIM.h + 4), ...CLAIM };
}

/** True for a node that has room for words. */
export function isRoomy(r: Size): boolean {
  return r.w > NODE.w;
}

/** The corner of the pods' grid in a box. */
export function gridOrigin(b: Box, r: Rect): { readonly x: number; readonly y: number } {
  switch (b.shape) {
    case 'node':
      return { x: r.x + PAD, y: r.y + (isRoomy(r) ? 80 : 63) };
    case 'namespace':
    case 'pool':
      return { x: r.x + 16, y: r.y + CONTAINER_HEAD };
    case 'workload':
    case 'small':
    case 'chip':
    case 'missing':
      return { x: r.x + PAD, y: r.y + WORKLOAD_HEAD };
  }
}

export function contains(r: Rect, x: number, y: number): boolean {
  return x >= r.x && y >= r.y && x <= r.x + r.w && y <= r.y + r.h;
}

/** Do two rectangles come closer than `gap`? */
export function overlap(a: Rect, b: Rect, gap = 0): boolean {
  return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;
}

/** The smallest rectangle around all; undefined for none. */
export function around(rects: Iterable<Rect>): Rect | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const r of rects) {
    left = Math.min(left, r.x);
    top = Math.min(top, r.y);
    right = Math.max(right, r.x + r.w);
    bottom = Math.max(bottom, r.y + r.h);
  }
  return left === Infinity ? undefined : { x: left, y: top, w: right - left, h: bottom - top };
}
