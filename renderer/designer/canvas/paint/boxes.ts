/** Boxes as they are drawn, by shape. */
import { gridOrigin } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { farName, frame, halo, head, type Marks } from './box-parts.ts';
import { container } from './container-box.ts';
import { iconPath } from './icons.ts';
import { node } from './node-box.ts';
import { box, stroke, write, type Pen } from './pen.ts';
import { paintPods } from './tiles.ts';
import { workload } from './workload-box.ts';

/** Draws one box with what is in it, but for the boxes that it contains. */
export function paintBox(pen: Pen, p: Placed, marks: Marks): void {
  if (pen.detail === 'shapes' && p.box.shape !== 'namespace' && p.box.shape !== 'pool') return plain(pen, p, marks);
  if (marks.selected) halo(pen, p);
  if (marks.target) box(pen, p.rect, 9, undefined, pen.theme.accent, 3 / Math.min(1, pen.zoom));
  switch (p.box.shape) {
    case 'namespace':
    case 'pool':
      return container(pen, p, marks);
    case 'workload':
      return workload(pen, p, marks);
    case 'node':
      return node(pen, p, marks);
    case 'small':
    case 'chip':
      return small(pen, p, marks);
    case 'missing':
      return missing(pen, p, marks);
  }
}

/** From far away a box is where it is and how it is, with its pods as cells. */
function plain(pen: Pen, p: Placed, marks: Marks): void {
  const { ctx, theme } = pen;
  const { box: b, rect: r, grid } = p;
  const { state } = b.state;
  const holds = b.shape === 'workload' || b.shape === 'node';
  ctx.fillStyle =
    b.shape === 'missing' || state === 'failed'
      ? theme.failed
      : state === 'attention'
        ? theme.states.attention.color
        : holds
          ? theme.panel
          : theme.edge;
  ctx.fillRect(r.x, r.y, r.w, holds && state !== 'ready' && grid ? r.h * 0.3 : r.h);
  if (holds && state !== 'ready' && grid) {
    ctx.fillStyle = theme.panel;
    ctx.fillRect(r.x, r.y + r.h * 0.3, r.w, r.h * 0.7);
  }
  if (grid && b.pods.length > 0) paintPods(pen, b.pods, grid, gridOrigin(b, r), marks.pods);
  if (!marks.selected) return;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2 / pen.zoom;
  ctx.strokeRect(r.x, r.y, r.w, r.h);
}

function small(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r } = p;
  const { state } = b.state;
  const look = theme.states[state];
  frame(
    pen,
    p,
    marks,
    theme.panel,
    state === 'ready' ? theme.line : pen.fade(`${b.key}/b`, look.color),
    state === 'ready' ? [] : look.dash,
  );
  const accent = state === 'failed' ? theme.failed : theme.accent;
  if (pen.detail !== 'full')
    return farName(pen, b.title, r, r.y + r.h / 2, b.shape === 'chip' ? theme.dim : theme.text, b.shape === 'chip' ? 450 : 600);
  if (b.shape === 'chip') {
    stroke(pen, iconPath(b.kind), r.x + 9, r.y + 7, 24, 14, accent, 2);
    return write(pen, b.title, r.x + 29, r.y + r.h / 2, `500 11.5px ${theme.font}`, theme.text, r.w - 36);
  }
  const marked = state !== 'ready';
  head(pen, p, accent, marked ? 14 : 0);
  if (marked) stroke(pen, look.glyph, r.x + r.w - 19, r.y + 8, 12, 10, look.color, 2.2);
}

function missing(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  frame(pen, p, marks, theme.panel, theme.failed, [4, 3]);
  if (pen.detail === 'full') head(pen, p, theme.failed, 0);
  else farName(pen, p.box.title, p.rect, p.rect.y + p.rect.h / 2, theme.failedText);
}
