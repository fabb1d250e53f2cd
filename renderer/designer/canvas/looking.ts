/** Where one looks: bringing parts of the canvas into sight. Rectangles and points in canvas units. */
import type { Rect, Size } from './measure.ts';
import type { Point } from './route.ts';
import { clampZoom, type Stage } from './stage.ts';

const FIT_MARGIN = 28;
const REVEAL_MARGIN = 48;
/** The minimap and what zooms lie there, in pixels; the margin keeps the rest of the way. */
const CORNER: Size = { w: 236, h: 44 };
/** Of a box, so much has to be seen that one knows it; in pixels. */
const ENOUGH = { w: 90, h: 40 };

/** Shows a part as large as it goes, at most at a zoom of `most`, clear of what lies over the lower right corner. */
export function fitInto(stage: Stage, what: Rect, most = 1): void {
  const { zoom, pan } = fitted(stage.viewport, what, most);
  stage.setViewport(zoom, pan);
}

/** How one has to look to see a part whole. Where it would reach under the corner it keeps to the left of it or above, whichever shows it larger. */
export function fitted(room: Size, what: Rect, most: number): { readonly zoom: number; readonly pan: Point } {
  const whole = fittedInto(room, what, most);
  const right = (what.x + what.w) * whole.zoom + whole.pan.x;
  const bottom = (what.y + what.h) * whole.zoom + whole.pan.y;
  if (right <= room.w - CORNER.w || bottom <= room.h - CORNER.h) return whole;
  const beside = fittedInto({ w: room.w - CORNER.w, h: room.h }, what, most);
  const above = fittedInto({ w: room.w, h: room.h - CORNER.h }, what, most);
  return beside.zoom > above.zoom ? beside : above;
}

function fittedInto({ w, h }: Size, what: Rect, most: number): { readonly zoom: number; readonly pan: Point } {
  const margin = FIT_MARGIN;
  const zoom = clampZoom(Math.min(most, (w - 2 * margin) / what.w, (h - 2 * margin) / what.h));
  return { zoom, pan: { x: (w - what.w * zoom) / 2 - what.x * zoom, y: Math.max(margin, (h - what.h * zoom) / 2) - what.y * zoom } };
}

/** Brings a point into the middle. */
export function centerOn(stage: Stage, at: Point): void {
  const { w, h, zoom } = stage.viewport;
  stage.setViewport(zoom, { x: w / 2 - at.x * zoom, y: h / 2 - at.y * zoom });
}

/** Brings a part into sight, moving no further than is needed, so that one keeps one's bearings. */
export function reveal(stage: Stage, r: Rect): void {
  const { zoom, pan, w, h } = stage.viewport;
  const left = r.x * zoom + pan.x;
  const top = r.y * zoom + pan.y;
  const seenW = Math.min(left + r.w * zoom, w) - Math.max(left, 0);
  const seenH = Math.min(top + r.h * zoom, h) - Math.max(top, 0);
  if (seenW >= Math.min(r.w * zoom, ENOUGH.w) - 1 && seenH >= Math.min(r.h * zoom, ENOUGH.h) - 1) return;
  stage.panBy(into(left, r.w * zoom, w), into(top, r.h * zoom, h));
}

/** How far something has to go to lie within, with a margin; what is too large begins at the margin. */
function into(from: number, size: number, room: number): number {
  const margin = REVEAL_MARGIN;
  return from < margin || size > room - 2 * margin ? margin - from : Math.min(0, room - margin - from - size);
}
