/** Relations: solid for traffic and mounts, dashed for scaling and budgets, dotted for loose references, red dashed for broken ones. */
import type { Arrow } from '#shared/graph/box.ts';
import type { Rect } from '../measure.ts';
import { distanceTo, pointAt, route, routeAround, type Point, type Route } from '../route.ts';
import { isContainer, type Scene } from '../scene.ts';
import { box, widthOf, write, type Pen } from './pen.ts';

const DASHES = { solid: [], dashed: [5, 4], dotted: [1.5, 3] } as const;

/** Where all that can be in the way lies: the same object while nothing moves, whatever else changes. */
type Ground = ReadonlyMap<string, Rect>;

/** With more boxes than this arrows go straight: nobody follows them one by one. */
const MOST_AROUND = 600;

let ground: Ground = new Map();
const grounds = new WeakMap<Scene, Ground>();

function groundOf(scene: Scene): Ground {
  const k = grounds.get(scene);
  if (k) return k;
  const boxes = [...scene.placed.values()].filter((p) => !isContainer(p.box));
  if (boxes.length !== ground.size || !boxes.every((p) => same(ground.get(p.box.key), p.rect)))
    ground = new Map(boxes.map((p) => [p.box.key, p.rect]));
  grounds.set(scene, ground);
  return ground;
}

const same = (a: Rect | undefined, b: Rect): boolean => a !== undefined && a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

interface Known {
  readonly ground: Ground;
  readonly lane: number;
  readonly way: Route;
}
const known = new Map<string, Known>();

/** The way of an arrow in a scene, kept while everything stays where it is. */
export function routeOf(scene: Scene, a: Arrow, lane: number): Route | undefined {
  const from = scene.placed.get(a.from)?.rect;
  const to = scene.placed.get(a.to)?.rect;
  if (!from || !to) return undefined;
  const on = groundOf(scene);
  const k = known.get(a.id);
  if (k?.ground === on && k.lane === lane) return k.way;
  if (known.size > 20_000) known.clear();
  const way =
    on.size > MOST_AROUND
      ? route(from, to, lane)
      : routeAround(
          from,
          to,
          lane,
          [...on].flatMap(([key, r]) => (key === a.from || key === a.to ? [] : [r])),
        );
  known.set(a.id, { ground: on, lane, way });
  return way;
}

/** Arrows between the same two boxes lie beside each other. */
export function lanes(arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const pairs = Map.groupBy(arrows, (a) => [a.from, a.to].sort().join('|'));
  const lane = new Map<string, number>();
  for (const group of pairs.values()) for (const [i, a] of group.entries()) lane.set(a.id, (i - (group.length - 1) / 2) * 12);
  return lane;
}

/** How an arrow stands out. */
export type Emphasis = 'plain' | 'strong' | 'quiet';

export function paintArrow(pen: Pen, a: Arrow, way: Route, emphasis: Emphasis): void {
  const { ctx, theme, zoom } = pen;
  const scale = 1 / Math.min(1, Math.max(0.4, zoom));
  const color = emphasis === 'strong' ? (a.broken ? theme.failed : theme.accent) : a.broken ? theme.failed : theme.waiting;
  ctx.globalAlpha = emphasis === 'quiet' ? 0.28 : a.line === 'dotted' && emphasis === 'plain' ? 0.72 : 1;
  ctx.strokeStyle = color;
  ctx.lineWidth = (emphasis === 'strong' ? 1.9 : 1.25) * scale;
  ctx.lineCap = a.line === 'dotted' ? 'round' : 'butt';
  ctx.setLineDash((a.broken ? DASHES.dashed : DASHES[a.line]) as unknown as number[]);
  ctx.beginPath();
  ctx.moveTo(way.a.x, way.a.y);
  if (way.straight) ctx.lineTo(way.b.x, way.b.y);
  else ctx.bezierCurveTo(way.c1.x, way.c1.y, way.c2.x, way.c2.y, way.b.x, way.b.y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = 'round';
  if (pen.detail !== 'shapes') tip(ctx, way, 6.5 * Math.min(1.4, scale));
  ctx.globalAlpha = 1;
}

/** What a relation says, at its middle. */
export function paintWord(pen: Pen, a: Arrow, way: Route): void {
  const { theme, zoom } = pen;
  const size = 10.5 / Math.min(1, zoom);
  const font = `500 ${size}px ${theme.font}`;
  const w = widthOf(pen.ctx, font, a.what) + size * 1.2;
  const h = size * 1.7;
  const at = pointAt(way, 0.5);
  box(pen, { x: at.x - w / 2, y: at.y - h / 2, w, h }, h / 2, theme.panel, a.broken ? theme.failed : theme.accent, 1 / Math.min(1, zoom));
  write(pen, a.what, at.x, at.y, font, a.broken ? theme.failedText : theme.accentText, Infinity, 'center');
}

function tip(ctx: CanvasRenderingContext2D, { c2, b }: Route, size: number): void {
  const angle = Math.atan2(b.y - c2.y, b.x - c2.x);
  ctx.beginPath();
  ctx.moveTo(b.x - size * Math.cos(angle - 0.5), b.y - size * Math.sin(angle - 0.5));
  ctx.lineTo(b.x, b.y);
  ctx.lineTo(b.x - size * Math.cos(angle + 0.5), b.y - size * Math.sin(angle + 0.5));
  ctx.stroke();
}

/** The relation that passes a point, within so much; its id. */
export function relationAt(scene: Scene, at: Point, within: number): string | undefined {
  const lane = lanes(scene.arrows);
  let best: string | undefined;
  let least = within;
  for (const a of scene.arrows) {
    const way = routeOf(scene, a, lane.get(a.id) ?? 0);
    const d = way ? distanceTo(way, at.x, at.y) : Infinity;
    if (d < least) {
      best = a.id;
      least = d;
    }
  }
  return best;
}
