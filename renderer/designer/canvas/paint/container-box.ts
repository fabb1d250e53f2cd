/** Namespaces and pools of nodes, from near and from afar. */
import { CONTAINER_HEAD, countText, gridOrigin, PAD } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { frame, type Marks } from './box-parts.ts';
import { iconPath } from './icons.ts';
import { box, fit, stroke, widthOf, write, type Pen } from './pen.ts';
import { paintPods } from './tiles.ts';

/** A container without what is in it. */
export function container(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r } = p;
  const pool = b.shape === 'pool';
  frame(pen, p, marks, pool ? theme.pool : theme.namespace, pool ? theme.poolLine : theme.namespaceLine);
  if (p.grid) paintPods(pen, b.pods, p.grid, gridOrigin(b, r), marks.pods);
  if (pen.detail === 'shapes') return;
  // From afar the name is too large for its strip and stands above the box.
  const k = Math.max(1, Math.min(6, 0.86 / pen.zoom));
  const y = k > 1.6 ? r.y - 10 * k : r.y + (CONTAINER_HEAD / 2) * Math.min(k, 1.3);
  const accent = pool ? theme.ready : theme.accent;
  stroke(pen, iconPath(b.kind), r.x + 14, y - 8 * k, 24, 16 * k, accent, 2);
  const font = `600 ${13 * k}px ${theme.font}`;
  const x = r.x + 14 + 22 * k;
  const room = r.w - 14 - 22 * k - 14;
  write(pen, b.title, x, y, font, theme.text, room);
  if (pen.detail !== 'full') return;
  const used = widthOf(pen.ctx, font, b.title) + 8;
  const small = `400 10px ${theme.mono}`;
  if (room - used < 40) return;
  if (!pool) write(pen, b.fact, x + used, y + 0.5, `400 10.5px ${theme.mono}`, theme.dim, room - used);
  else {
    const counted = widthOf(pen.ctx, small, ` · ${countText(b)}`);
    const fact = fit(pen.ctx, small, b.fact, room - used - counted);
    write(pen, `${fact} · ${countText(b)}`, r.x + r.w - 14, y + 0.5, small, theme.dim, Infinity, 'right');
  }
  if (pool && b.object && p.rect.h < 100)
    write(pen, 'no nodes yet', r.x + PAD + 4, r.y + CONTAINER_HEAD + 18, `400 10.5px ${theme.mono}`, theme.dim);
}

/** The name of a container over what is in it, where that is too small to be read. */
export function containerLabel(pen: Pen, { box: b, rect: r }: Placed): void {
  const { theme, zoom } = pen;
  const size = 11 / zoom;
  const font = `600 ${size}px ${theme.font}`;
  const room = r.w - 18 / zoom;
  if (r.w * zoom < 34) return;
  const text = fit(pen.ctx, font, b.title, room);
  const w = widthOf(pen.ctx, font, text) + 12 / zoom;
  const h = 18 / zoom;
  const at = { x: r.x + 4 / zoom, y: r.y + 4 / zoom, w, h };
  box(pen, at, 4 / zoom, theme.panel, b.shape === 'pool' ? theme.poolLine : theme.namespaceLine, 1 / zoom);
  write(pen, text, at.x + 6 / zoom, at.y + h / 2, font, theme.text);
}
