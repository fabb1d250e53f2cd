/** What boxes of several shapes are drawn of: a frame, a head with icon and name, a name that can be read from afar. */
import type { Box } from '#shared/graph/box.ts';
import type { ObjectState } from '#shared/graph/object-state.ts';
import type { Pod, Service } from '#shared/kinds/types.ts';
import type { Rect } from '../measure.ts';
import type { Placed } from '../scene.ts';
import { iconPath } from './icons.ts';
import { box, stroke, widthOf, write, type Pen } from './pen.ts';

/** What is selected of it and in it. */
export interface Marks {
  readonly selected: boolean;
  /** Something dragged is over it and would be taken. */
  readonly target: boolean;
  readonly pods: ReadonlySet<Pod>;
}

/** The light around what is selected. */
export function halo(pen: Pen, { rect: r, box: b }: Placed): void {
  const { ctx, theme } = pen;
  ctx.globalAlpha = 0.25;
  box(pen, { x: r.x - 3, y: r.y - 3, w: r.w + 6, h: r.h + 6 }, radiusOf(b) + 3, undefined, theme.accent, 6);
  ctx.globalAlpha = 1;
}

/** Ground and outline. */
export function frame(pen: Pen, p: Placed, marks: Marks, fill: string, line: string, dash: readonly number[] = []): void {
  const { theme } = pen;
  const width = marks.selected || marks.target ? 2 : 1;
  box(
    pen,
    p.rect,
    radiusOf(p.box),
    fill,
    marks.selected || marks.target ? theme.accent : line,
    width / Math.min(1, Math.max(0.35, pen.zoom)),
    dash,
  );
}

const radiusOf = (b: Box): number => (b.shape === 'namespace' || b.shape === 'pool' ? 12 : 8);

/** Icon, name, and the line below it: what ails it, or what it is of. `right` is kept free for a mark. */
export function head(pen: Pen, { box: b, rect: r }: Placed, color: string, right: number): void {
  const { theme } = pen;
  stroke(pen, iconPath(iconKind(b)), r.x + 11, r.y + (b.shape === 'workload' ? 11 : 13), 24, 16, color, 2);
  const top = b.shape === 'workload' ? 15.5 : 14;
  write(pen, b.title, r.x + 34, r.y + top, `600 12px ${theme.font}`, theme.text, r.w - 34 - right - 8);
  const why = b.shape === 'workload' ? reasonOf(b.state) : undefined;
  write(
    pen,
    why ?? b.fact,
    r.x + 34,
    r.y + top + 14.5,
    `400 10.5px ${theme.mono}`,
    b.shape === 'missing' ? theme.failedText : why === undefined ? theme.dim : theme.states[b.state.state].text,
    r.w - 34 - 8,
  );
}

/** What ails a workload says more than its image does; that it is on its way is seen anyway. */
function reasonOf({ state, reason }: ObjectState): string | undefined {
  return (state === 'failed' || state === 'attention') && reason !== '' && !ON_ITS_WAY.has(reason) ? reason : undefined;
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['Progressing', 'Updating', 'ScaledToZero', 'Retrying']);

/** A service that only points elsewhere looks like it. */
function iconKind(b: Box): string {
  return b.kind === 'Service' && (b.object as Service | undefined)?.spec.type === 'ExternalName' ? 'ExternalName' : b.kind;
}

/** The name as it can still be read from afar: larger the farther one is, as far as it has room. */
export function farName(pen: Pen, text: string, r: Rect, y: number, color = pen.theme.text, weight = 600): void {
  const most = Math.min(26, 11 / pen.zoom);
  const least = Math.min(most, 8 / pen.zoom);
  const room = r.w - 16;
  const wide = widthOf(pen.ctx, `${weight} 10px ${pen.theme.font}`, text) / 10;
  const size = Math.round(Math.max(least, Math.min(most, room / wide)) * 4) / 4;
  write(pen, text, r.x + 8, y, `${weight} ${size}px ${pen.theme.font}`, color, room);
}
