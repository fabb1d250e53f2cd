/** A namespace made larger or smaller by hand. */
import type { Rect, Size } from './measure.ts';
import type { Point } from './route.ts';

/** What is taken hold of. */
export type Edge = 'right' | 'bottom' | 'corner';

/** How large a container is asked to be, from its corner `at`, whose edge has been moved `by` so much; the other side stays as it is. */
export function resizing(from: Rect, at: Point, edge: Edge, by: Point): Partial<{ readonly width: number; readonly height: number }> {
  const now: Size = { w: from.x + from.w - at.x, h: from.y + from.h - at.y };
  return {
    ...(edge !== 'bottom' && { width: Math.max(0, Math.round(now.w + by.x)) }),
    ...(edge !== 'right' && { height: Math.max(0, Math.round(now.h + by.y)) }),
  };
}
