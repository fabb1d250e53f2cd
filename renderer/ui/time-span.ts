/** The arithmetic of the time line: spans of virtual time on a width of pixels. */
import type { Ms } from '#shared/api/time.ts';

/** The span shown. */
export interface Span {
  readonly fromMs: Ms;
  readonly toMs: Ms;
}

/** The least that can be zoomed to. */
export const LEAST_MS: Ms = 200;
/** A young design shows this much, so that its first seconds do not stretch over the whole width. */
export const YOUNG_MS: Ms = 30_000;

/** Where an instant lies. May be outside [0, width]. */
export function xOf(span: Span, width: number, atMs: Ms): number {
  return ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * width;
}

/** The instant at a place, within the span. */
export function timeAt(span: Span, width: number, x: number): Ms {
  const share = width > 0 ? Math.min(1, Math.max(0, x / width)) : 0;
  return Math.round(span.fromMs + share * (span.toMs - span.fromMs));
}

/** All there is: from the beginning to now. */
export function whole(nowMs: Ms): Span {
  return { fromMs: 0, toMs: Math.max(nowMs, YOUNG_MS) };
}

/** The span made larger (factor > 1) or smaller around an instant, within all there is. */
export function zoom(span: Span, factor: number, aroundMs: Ms, nowMs: Ms): Span {
  const all = whole(nowMs);
  const length = Math.min(all.toMs, Math.max(LEAST_MS, (span.toMs - span.fromMs) * factor));
  const share = (aroundMs - span.fromMs) / (span.toMs - span.fromMs);
  return within({ fromMs: aroundMs - share * length, toMs: aroundMs + (1 - share) * length }, all);
}

/** The span moved along, within all there is. */
export function pan(span: Span, byMs: Ms, nowMs: Ms): Span {
  return within({ fromMs: span.fromMs + byMs, toMs: span.toMs + byMs }, whole(nowMs));
}

/** The span moved just so far that an instant is in it, with a little air. */
export function reveal(span: Span, atMs: Ms, nowMs: Ms): Span {
  const air = (span.toMs - span.fromMs) * 0.05;
  if (atMs < span.fromMs) return pan(span, atMs - span.fromMs - air, nowMs);
  if (atMs > span.toMs) return pan(span, atMs - span.toMs + air, nowMs);
  return span;
}

function within(span: Span, all: Span): Span {
  const length = Math.min(span.toMs - span.fromMs, all.toMs);
  const fromMs = Math.round(Math.min(Math.max(0, span.fromMs), all.toMs - length));
  return { fromMs, toMs: Math.round(fromMs + length) };
}

const STEPS: readonly Ms[] = [
  50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
  7_200_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000,
];

/** Round instants for the scale, at least `apart` pixels from each other. */
export function ticks(span: Span, width: number, apart: number): readonly Ms[] {
  const least = ((span.toMs - span.fromMs) * apart) / Math.max(1, width);
  const step = STEPS.find((s) => s >= least) ?? (STEPS.at(-1) as Ms);
  const first = Math.ceil(span.fromMs / step) * step;
  const found: Ms[] = [];
  for (let t = first; t <= span.toMs; t += step) found.push(t);
  return found;
}

/** An instant on the scale: '0:42', '14:02', '1:02:03', '0:00.250' where the step is finer than a second. */
export function formatTick(ms: Ms, fine: boolean): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const text = hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
  return fine ? `${text}.${String(ms % 1000).padStart(3, '0')}` : text;
}

/** The rows of which anything shows: [first, last), in a list of `count` rows scrolled by `scrollTop`. */
export function visibleRows(count: number, rowHeight: number, scrollTop: number, height: number): readonly [number, number] {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight));
  return [Math.min(first, count), Math.min(count, Math.ceil((scrollTop + height) / rowHeight))];
}
