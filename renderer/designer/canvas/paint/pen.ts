/** What all painting is done with: a context, the theme, how near one is, and text that fits. */
import type { Ms } from '#shared/api/time.ts';
import type { Rect } from '../measure.ts';
import type { Theme } from './theme.ts';

/** How much of a box can be read at a zoom: everything, its name, or only that it is there. */
export type Detail = 'full' | 'names' | 'shapes';

export interface Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly zoom: number;
  readonly detail: Detail;
  /** Virtual now, in ms since 1970, to the second; 0 while nothing shown depends on it. */
  readonly nowMs: Ms;
  /** A machine is on its way: pods without a node wait for it. */
  readonly coming: boolean;
  /** How far a colour that changed lately has come: 0…1. */
  fade(id: string, color: string): string;
}

export function detailAt(zoom: number): Detail {
  return zoom >= 0.56 ? 'full' : zoom >= 0.16 ? 'names' : 'shapes';
}

const widths = new Map<string, number>();

/** The width of a text in a font, in canvas units. */
export function widthOf(ctx: CanvasRenderingContext2D, font: string, text: string): number {
  const id = `${font}|${text}`;
  let w = widths.get(id);
  if (w === undefined) {
    ctx.font = font;
    w = ctx.measureText(text).width;
    if (widths.size > 20_000) widths.clear();
    widths.set(id, w);
  }
  return w;
}

const fitted = new Map<string, string>();

/** The text as far as it fits, with an ellipsis where it does not. */
export function fit(ctx: CanvasRenderingContext2D, font: string, text: string, width: number): string {
  if (widthOf(ctx, font, text) <= width) return text;
  const id = `${font}|${Math.floor(width)}|${text}`;
  let t = fitted.get(id);
  if (t === undefined) {
    ctx.font = font;
    const each = ctx.measureText(text).width / text.length;
    let n = Math.max(1, Math.floor(width / each) - 1);
    while (n > 1 && ctx.measureText(`${text.slice(0, n)}…`).width > width) n--;
    t = `${text.slice(0, n)}…`;
    if (fitted.size > 20_000) fitted.clear();
    fitted.set(id, t);
  }
  return t;
}

/** Fonts have come that were not there when texts were measured. */
export function forgetWidths(): void {
  widths.clear();
  fitted.clear();
}

/** Writes a text whose middle line is at `y`. */
export function write(
  { ctx }: Pen,
  text: string,
  x: number,
  y: number,
  font: string,
  color: string,
  width = Infinity,
  align: CanvasTextAlign = 'left',
): void {
  const shown = width === Infinity ? text : fit(ctx, font, text, width);
  ctx.font = font;
  ctx.fillStyle = color;
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.fillText(shown, x, y + 0.5);
}

/** A rounded rectangle, filled and stroked as asked. */
export function box(
  { ctx }: Pen,
  r: Rect,
  radius: number,
  fill: string | undefined,
  stroke?: string,
  width = 1,
  dash: readonly number[] = [],
): void {
  ctx.beginPath();
  ctx.roundRect(r.x, r.y, r.w, r.h, radius);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (stroke) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.setLineDash(dash as number[]);
    ctx.stroke();
    if (dash.length > 0) ctx.setLineDash([]);
  }
}

/** An icon of a kind, or a glyph of a state: a path in a box of `from` units, drawn `size` large with its corner at a point. */
export function stroke({ ctx }: Pen, path: Path2D, x: number, y: number, from: number, size: number, color: string, width: number): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / from, size / from);
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.stroke(path);
  ctx.restore();
}
