/** Room for one more: the place nearest to where a box should be at which it touches nothing. */
import { overlap, type Rect, type Size } from '../measure.ts';
import type { Point } from '../route.ts';

/** How much is to be said against a place; the least wins, the first among equals. */
export type Cost = (x: number, y: number) => number;

/** The distance from where it should be; what is above or to the left of it counts more, so that things grow as they are read. */
export function near(want: Point): Cost {
  return (x, y) => Math.hypot(x - want.x, y - want.y) + (x < want.x ? 40 : 0) + (y < want.y ? 60 : 0);
}

/** As near as can be to a whole of the proportions of a screen. */
export function compact(size: Size): Cost {
  return (x, y) => Math.max((x + size.w) / 1.55, y + size.h) * 4 + x + y;
}

/** In the room that is there between others before what is beyond them, and further up and left before the rest. */
export function within(size: Size, others: readonly Rect[]): Cost {
  const right = Math.max(...others.map((o) => o.x + o.w));
  const bottom = Math.max(...others.map((o) => o.y + o.h));
  return (x, y) => (Math.max(0, x + size.w - right) * 1.2 + Math.max(0, y + size.h - bottom)) * 8 + x * 0.4 + y;
}

/** Where a box of a size goes among others, at least `gap` away from each. Candidates are the edges of what is there. */
export function freeSpot(
  size: Size,
  want: Point,
  others: readonly Rect[],
  gap: number,
  cost: Cost = near(want),
  least: Point = { x: -Infinity, y: -Infinity },
): Point {
  const xs = new Set([want.x, ...others.flatMap((o) => [o.x, o.x + o.w + gap, o.x - size.w - gap])]);
  const ys = new Set([want.y, ...others.flatMap((o) => [o.y, o.y + o.h + gap, o.y - size.h - gap])]);
  let best: Point = want;
  let lowest = Infinity;
  const candidates: Point[] = others.length > 60 ? around(want, size, others, gap) : [...xs].flatMap((x) => [...ys].map((y) => ({ x, y })));
  for (const p of candidates) {
    if (p.x < least.x || p.y < least.y) continue;
    const c = cost(p.x, p.y);
    if (c < lowest && !others.some((o) => overlap({ x: p.x, y: p.y, w: size.w, h: size.h }, o, gap))) {
      best = p;
      lowest = c;
    }
  }
  return best;
}

/** Where there is much, only the places right beside or below something. */
function around(want: Point, size: Size, others: readonly Rect[], gap: number): Point[] {
  return [
    want,
    ...others.flatMap((o) => [
      { x: o.x + o.w + gap, y: o.y },
      { x: o.x, y: o.y + o.h + gap },
      { x: 0, y: o.y + o.h + gap },
      { x: o.x - size.w - gap, y: o.y },
    ]),
  ];
}

/**
 * Moves what overlaps out of the way, right or down, whichever is less. What lies further up and left stays, since boxes
 * grow to the right and downwards. Answers with what has moved.
 */
export function pushApart(rects: ReadonlyMap<string, Rect>, gap: number): ReadonlyMap<string, Point> {
  const settled: Rect[] = [];
  const moved = new Map<string, Point>();
  for (const [key, rect] of [...rects].sort(([, a], [, b]) => a.x + a.y - b.x - b.y)) {
    let r = rect;
    for (let i = 0; i < 200; i++) {
      const hit = settled.find((s) => overlap(s, r, gap - 0.5));
      if (!hit) break;
      const right = hit.x + hit.w + gap;
      const down = hit.y + hit.h + gap;
      r = right - r.x <= down - r.y ? { ...r, x: right } : { ...r, y: down };
    }
    if (r !== rect) moved.set(key, r);
    settled.push(r);
  }
  return moved;
}
