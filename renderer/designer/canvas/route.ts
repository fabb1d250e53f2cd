/** How an arrow goes from one box to another: straight where they face each other, else a curve between facing sides. */
import type { Rect } from './measure.ts';

export interface Point { readonly x: number; readonly y: number }

/** A cubic from `a` to `b`; where it is straight the control points lie on the line. */
export interface Route { readonly a: Point; readonly c1: Point; readonly c2: Point; readonly b: Point; readonly straight: boolean }

const LEAST_FACING = 14;

/** The way from one rectangle to another. `lane` shifts parallel arrows apart, in canvas units. */
export function route(from: Rect, to: Rect, lane = 0): Route {
  const left = Math.max(from.x, to.x) + 8, right = Math.min(from.x + from.w, to.x + to.w) - 8;
  const top = Math.max(from.y, to.y) + 8, bottom = Math.min(from.y + from.h, to.y + to.h) - 8;
  const down = to.y >= from.y + from.h, up = from.y >= to.y + to.h, east = to.x >= from.x + from.w, west = from.x >= to.x + to.w;
  if ((down || up) && right - left >= LEAST_FACING) {
    // Towards the middle of the narrower one, so that a service stands straight above its workload.
    const x = clamp((from.w <= to.w ? from.x + from.w / 2 : to.x + to.w / 2) + lane, left, right);
    return line({ x, y: down ? from.y + from.h : from.y }, { x, y: down ? to.y : to.y + to.h });
  }
  if ((east || west) && bottom - top >= LEAST_FACING) {
    const y = clamp((from.h <= to.h ? from.y + from.h / 2 : to.y + to.h / 2) + lane, top, bottom);
    return line({ x: east ? from.x + from.w : from.x, y }, { x: east ? to.x : to.x + to.w, y });
  }
  const mid = (r: Rect): Point => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 });
  const m = mid(from), n = mid(to), vertical = (down || up) && (!(east || west) || Math.abs(n.y - m.y) > 70);
  if (vertical) {
    // It leaves and arrives on the side of the other, so that arrows from left and right do not cross at the middle.
    const a = { x: clamp(m.x + lean(n.x - m.x, from.w) + lane, from.x + 10, from.x + from.w - 10), y: down ? from.y + from.h : from.y }, b = { x: clamp(n.x - lean(n.x - m.x, to.w) + lane, to.x + 10, to.x + to.w - 10), y: down ? to.y : to.y + to.h };
    const bend = Math.max(24, Math.abs(b.y - a.y) * 0.5) * (down ? 1 : -1);
    return { a, c1: { x: a.x, y: a.y + bend }, c2: { x: b.x, y: b.y - bend }, b, straight: false };
  }
  const goesEast = east || (!west && n.x >= m.x);
  const a = { x: goesEast ? from.x + from.w : from.x, y: clamp(m.y + lane, from.y + 6, from.y + from.h - 6) }, b = { x: goesEast ? to.x : to.x + to.w, y: clamp(n.y + lane, to.y + 6, to.y + to.h - 6) };
  const bend = Math.max(20, Math.abs(b.x - a.x) * 0.5) * (goesEast ? 1 : -1);
  return { a, c1: { x: a.x + bend, y: a.y }, c2: { x: b.x - bend, y: b.y }, b, straight: false };
}

function line(a: Point, b: Point): Route {
  return { a, c1: { x: a.x + (b.x - a.x) / 3, y: a.y + (b.y - a.y) / 3 }, c2: { x: a.x + ((b.x - a.x) * 2) / 3, y: a.y + ((b.y - a.y) * 2) / 3 }, b, straight: true };
}

/** How far from the middle of a side: the more, the farther the other is aside. */
function lean(aside: number, width: number): number {
  return Math.max(-width * 0.36, Math.min(width * 0.36, aside * 0.3));
}

function clamp(v: number, low: number, high: number): number {
  return low > high ? (low + high) / 2 : Math.min(high, Math.max(low, v));
}

/** How far a point is from a route. */
export function distanceTo(r: Route, x: number, y: number): number {
  let least = Infinity, last = r.a;
  for (let i = 1; i <= 16; i++) {
    const p = pointAt(r, i / 16);
    least = Math.min(least, distanceToLine(last, p, x, y));
    last = p;
  }
  return least;
}

/** The point at a part of the way, 0…1. */
export function pointAt({ a, c1, c2, b }: Route, t: number): Point {
  const u = 1 - t, f = u * u * u, g = 3 * u * u * t, h = 3 * u * t * t, k = t * t * t;
  return { x: f * a.x + g * c1.x + h * c2.x + k * b.x, y: f * a.y + g * c1.y + h * c2.y + k * b.y };
}

function distanceToLine(a: Point, b: Point, x: number, y: number): number {
  const dx = b.x - a.x, dy = b.y - a.y, t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}
