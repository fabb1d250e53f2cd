/** Workloads: their count, their pods, and the claims below them. */
import type { Box } from '#shared/graph/box.ts';
import { stateOf } from '#shared/graph/state.ts';
import type { PersistentVolumeClaim } from '#shared/kinds/types.ts';
import { claimAt, countText, countWidth, gridOrigin, PAD } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { farName, frame, head, type Marks } from './box-parts.ts';
import { iconPath } from './icons.ts';
import { box, stroke, write, type Pen } from './pen.ts';
import { paintPods } from './tiles.ts';

/** A workload with its pods and claims. */
export function workload(pen: Pen, p: Placed, marks: Marks): void {
  const { theme } = pen;
  const { box: b, rect: r, grid } = p;
  const look = theme.states[b.state.state];
  claims(pen, p);
  frame(pen, p, marks, theme.panel, theme.line);
  if (pen.detail === 'full') {
    const counted = countWidth(b);
    head(pen, p, theme.accent, counted > 0 ? counted + 10 : 0);
    if (counted > 0) {
      const chip = { x: r.x + r.w - counted - 10, y: r.y + 7, w: counted, h: 17 };
      box(pen, chip, 8.5, pen.fade(`${b.key}/g`, look.ground));
      write(
        pen,
        countText(b),
        chip.x + counted / 2,
        chip.y + 8.5,
        `600 11px ${theme.font}`,
        pen.fade(`${b.key}/t`, look.text),
        Infinity,
        'center',
      );
    }
  } else {
    farName(pen, b.title, r, r.y + 24);
    if (b.state.state !== 'ready') box(pen, { x: r.x + 1, y: r.y + 6, w: 4, h: 36 }, 2, look.color);
  }
  if (grid && b.pods.length > 0) paintPods(pen, b.pods, grid, gridOrigin(b, r), marks.pods);
  else if (pen.detail === 'full' && r.h > 60)
    write(pen, emptyWord(b), r.x + PAD, r.y + 66, `400 10.5px ${theme.mono}`, theme.dim, r.w - 2 * PAD);
}

/** Why there are no pods, from what is known. */
function emptyWord(b: Box): string {
  return b.state.message || (b.kind === 'CronJob' ? 'waits for its time' : 'no pods yet');
}

function claims(pen: Pen, { box: b, rect, grid }: Placed): void {
  if (!b.claims || !grid) return;
  const { theme, ctx } = pen;
  for (const [i, list] of b.claims.entries()) {
    for (const [n, o] of list.entries()) {
      const at = claimAt(rect, grid, i, n);
      if (!at) continue;
      const look = theme.states[stateOf(o).state];
      ctx.strokeStyle = theme.waiting;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(at.x + at.w / 2, n === 0 ? rect.y + rect.h : at.y - 4);
      ctx.lineTo(at.x + at.w / 2, at.y);
      ctx.stroke();
      box(pen, at, 5, theme.panel, stateOf(o).state === 'ready' ? theme.edge : look.color, 1, look.dash);
      if (pen.detail !== 'full') continue;
      stroke(pen, iconPath('PersistentVolumeClaim'), at.x + 6, at.y + 7, 24, 11, pen.fade(`${o.metadata.uid}/i`, look.color), 2.2);
      write(
        pen,
        (o as PersistentVolumeClaim).spec.resources?.requests?.['storage'] ?? '',
        at.x + 20,
        at.y + 12.5,
        `400 10px ${theme.mono}`,
        theme.dim,
        at.w - 23,
      );
    }
  }
}
