/** How an arrow goes from one box to another: straight where they face each other, else a curve between facing sides; around what lies between where that can be. */
import { contains, type Rect } from './measure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic from `a` to `b`; where it is straight the control points lie on the line. */
export interface Route {
  readonly a: Point;
  readonly c1: Point;
  readonly c2: Point;
  readonly b: Point;
  readonly straight: boolean;
}

const LEAST_FACING = 14;

/** The way from one rectangle to another. `lane` shifts parallel arrows apart, in canvas units. */
export function route(from: Rect, to: Rect, lane = 0): Route {
  const left = Math.max(from.x, to.x) + 8;
  const right = Math.min(from.x + from.w, to.x + to.w) - 8;
  const top = Math.max(from.y, to.y) + 8;
  const bottom = Math.min(from.y + from.h, to.y + to.h) - 8;
  const down = to.y >= from.y + from.h;
  const up = from.y >= to.y + to.h;
  const east = to.x >= from.x + from.w;
  const west = from.x >= to.x + to.w;
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
  const m = mid(from);
  const n = mid(to);
  const vertical = (down || up) && (!(east || west) || Math.abs(n.y - m.y) > 70);
  if (vertical) {
    // It leaves and arrives on the side of the other, so that arrows from left and right do not cross at the middle.
    const a = { x: clamp(m.x + lean(n.x - m.x, from.w) + lane, from.x + 10, from.x + from.w - 10), y: down ? from.y + from.h : from.y };
    const b = { x: clamp(n.x - lean(n.x - m.x, to.w) + lane, to.x + 10, to.x + to.w - 10), y: down ? to.y : to.y + to.h };
    const bend = Math.max(24, Math.abs(b.y - a.y) * 0.5) * (down ? 1 : -1);
    return { a, c1: { x: a.x, y: a.y + bend }, c2: { x: b.x, y: b.y - bend }, b, straight: false };
  }
  const goesEast = east || (!west && n.x >= m.x);
  const a = { x: goesEast ? from.x + from.w : from.x, y: clamp(m.y + lane, from.y + 6, from.y + from.h - 6) };
  const b = { x: goesEast ? to.x : to.x + to.w, y: clamp(n.y + lane, to.y + 6, to.y + to.h - 6) };
  const bend = Math.max(20, Math.abs(b.x - a.x) * 0.5) * (goesEast ? 1 : -1);
  return { a, c1: { x: a.x + bend, y: a.y }, c2: { x: b.x - bend, y: b.y }, b, straight: false };
}

/** Room between a way and what it goes around. */
const CLEAR = 10;

/** The way from one rectangle to another that lies behind the fewest of the others; the plain one where that is as good as any. */
export function routeAround(from: Rect, to: Rect, lane: number, others: readonly Rect[]): Route {
  const plain = route(from, to, lane);
  const hit = others.filter((o) => lies(plain, o));
  if (hit.length === 0) return plain;
  let best = plain;
  let least = hit.length;
  for (const way of detours(from, to, plain, hit)) {
    // Nor behind one of the two themselves.
    if (inside(way, from) || inside(way, to)) continue;
    const n = others.reduce((sum, o) => sum + (lies(way, o) ? 1 : 0), 0);
    if (n < least) [best, least] = [way, n];
    if (least === 0) break;
  }
  return best;
}

/** Other ways, the least detour first: beside what is in the way as far as the boxes face each other, then out of one side and into the same. */
function detours(from: Rect, to: Rect, plain: Route, hit: readonly Rect[]): readonly Route[] {
  const ways: Route[] = [];
  const vertical = plain.straight ? plain.a.x === plain.b.x : Math.abs(plain.c1.y - plain.a.y) > Math.abs(plain.c1.x - plain.a.x);
  if (plain.straight && vertical) {
    const left = Math.max(from.x, to.x) + 8;
    const right = Math.min(from.x + from.w, to.x + to.w) - 8;
    const xs = hit
      .flatMap((o) => [o.x - CLEAR, o.x + o.w + CLEAR])
      .filter((x) => x >= left && x <= right)
      .sort((p, q) => Math.abs(p - plain.a.x) - Math.abs(q - plain.a.x));
    ways.push(...xs.map((x) => line({ x, y: plain.a.y }, { x, y: plain.b.y })));
  }
  // Where both control points lie so that the middle of the way is there.
  const control = (p: number, q: number, middle: number) => (middle - 0.125 * (p + q)) / 0.75;
  if (vertical) {
    const a = from.y + from.h / 2;
    const b = to.y + to.h / 2;
    const east = Math.max(...hit.map((o) => o.x + o.w));
    const west = Math.min(...hit.map((o) => o.x));
    const side = (x1: number, x2: number, x: number): Route => ({
      a: { x: x1, y: a },
      c1: { x, y: a },
      c2: { x, y: b },
      b: { x: x2, y: b },
      straight: false,
    });
    const [r1, r2] = [from.x + from.w, to.x + to.w];
    const right = Math.max(east, r1, r2) + CLEAR;
    const left = Math.min(west, from.x, to.x) - CLEAR;
    const both = [side(r1, r2, control(r1, r2, right)), side(from.x, to.x, control(from.x, to.x, left))];
    ways.push(...(right - (r1 + r2) / 2 <= (from.x + to.x) / 2 - left ? both : both.toReversed()));
  } else {
    const a = from.x + from.w / 2;
    const b = to.x + to.w / 2;
    const south = Math.max(...hit.map((o) => o.y + o.h));
    const north = Math.min(...hit.map((o) => o.y));
    const side = (y1: number, y2: number, y: number): Route => ({
      a: { x: a, y: y1 },
      c1: { x: a, y },
      c2: { x: b, y },
      b: { x: b, y: y2 },
      straight: false,
    });
    const [d1, d2] = [from.y + from.h, to.y + to.h];
    const down = Math.max(south, d1, d2) + CLEAR;
    const up = Math.min(north, from.y, to.y) - CLEAR;
    const both = [side(from.y, to.y, control(from.y, to.y, up)), side(d1, d2, control(d1, d2, down))];
    ways.push(...((from.y + to.y) / 2 - up <= down - (d1 + d2) / 2 ? both : both.toReversed()));
  }
  return ways;
}

/** Does a way lead through one of its own ends? */
function inside(r: Route, end: Rect): boolean {
  return lies(r, { x: end.x + 2, y: end.y + 2, w: end.w - 4, h: end.h - 4 });
}

const STEPS = 24;

/** Does a rectangle lie over a way? */
function lies(r: Route, o: Rect): boolean {
  if (
    o.x > Math.max(r.a.x, r.b.x, r.c1.x, r.c2.x) ||
    o.x + o.w < Math.min(r.a.x, r.b.x, r.c1.x, r.c2.x) ||
    o.y > Math.max(r.a.y, r.b.y, r.c1.y, r.c2.y) ||
    o.y + o.h < Math.min(r.a.y, r.b.y, r.c1.y, r.c2.y)
  )
    return false;
  for (let i = 1; i < STEPS; i++) {
    const p = pointAt(r, i / STEPS);
    if (contains(o, p.x, p.y)) return true;
  }
  return false;
}

function line(a: Point, b: Point): Route {
  return {
    a,
    c1: { x: a.x + (b.x - a.x) / 3, y: a.y + (b.y - a.y) / 3 },
    c2: { x: a.x + ((b.x - a.x) * 2) / 3, y: a.y + ((b.y - a.y) * 2) / 3 },
    b,
    straight: true,
  };
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
  let least = Infinity;
  let last = r.a;
  for (let i = 1; i <= 16; i++) {
    const p = pointAt(r, i / 16);
    least = Math.min(least, distanceToLine(last, p, x, y));
    last = p;
  }
  return least;
}

/** The point at a part of the way, 0…1. */
export function pointAt({ a, c1, c2, b }: Route, t: number): Point {
  const u = 1 - t;
  const f = u * u * u;
  const g = 3 * u * u * t;
  const h = 3 * u * t * t;
  const k = t * t * t;
  return { x: f * a.x + g * c1.x + h * c2.x + k * b.x, y: f * a.y + g * c1.y + h * c2.y + k * b.y };
}

function distanceToLine(a: Point, b: Point, x: number, y: number): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}
