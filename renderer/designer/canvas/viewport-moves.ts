/** Moving about: wheel and trackpad, the middle button, Space with the pointer. Comes before cytoscape gets to see it. */
import type { Stage } from './stage.ts';

/** What moving about needs to know. */
export interface MovePorts {
  readonly stage: Stage;
  /** The person has looked around: nothing moves the view by itself any more. */
  onMoved(): void;
  /** Space was tapped, not held for moving. */
  onSpace(): void;
}

const WHEEL_LINE = 16;
const TAP_MS = 220;

/** Listens on the canvas' own element and the window. Returns what stops it. */
export function listenForMoves(element: HTMLElement, { stage, onMoved, onSpace }: MovePorts): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let space = false;
  let spaceAtMs = 0;
  let used = false;
  let over = false;
  let last: { x: number; y: number } | undefined;

  const cursor = () => {
    element.style.cursor = last ? 'grabbing' : space ? 'grab' : '';
  };
  const swallow = (e: Event) => {
    e.preventDefault();
    e.stopImmediatePropagation();
  };

  element.addEventListener(
    'wheel',
    (e) => {
      swallow(e);
      onMoved();
      const unit = e.deltaMode === 1 ? WHEEL_LINE : 1;
      if (e.ctrlKey || e.metaKey)
        stage.zoomBy(Math.exp(-Math.max(-60, Math.min(60, e.deltaY * unit)) * 0.011), { x: e.clientX, y: e.clientY });
      else if (e.shiftKey && e.deltaX === 0) stage.panBy(-e.deltaY * unit, 0);
      else stage.panBy(-e.deltaX * unit, -e.deltaY * unit);
    },
    { capture: true, passive: false, signal },
  );

  element.addEventListener(
    'mousedown',
    (e) => {
      if (e.button !== 1 && !(space && e.button === 0)) return;
      swallow(e);
      used = true;
      last = { x: e.clientX, y: e.clientY };
      onMoved();
      cursor();
    },
    { capture: true, signal },
  );
  window.addEventListener(
    'mousemove',
    (e) => {
      if (!last) return;
      swallow(e);
      stage.panBy(e.clientX - last.x, e.clientY - last.y);
      last = { x: e.clientX, y: e.clientY };
    },
    { capture: true, signal },
  );
  window.addEventListener(
    'mouseup',
    (e) => {
      if (!last) return;
      swallow(e);
      last = undefined;
      cursor();
    },
    { capture: true, signal },
  );

  element.addEventListener(
    'mouseenter',
    () => {
      over = true;
    },
    { signal },
  );
  element.addEventListener(
    'mouseleave',
    () => {
      over = false;
    },
    { signal },
  );
  window.addEventListener(
    'keydown',
    (e) => {
      if (e.code !== 'Space' || e.ctrlKey || e.metaKey || e.altKey || !over || !free(e.target, element)) return;
      swallow(e);
      if (space) return;
      space = true;
      used = false;
      spaceAtMs = e.timeStamp;
      cursor();
    },
    { capture: true, signal },
  );
  window.addEventListener(
    'keyup',
    (e) => {
      if (e.code !== 'Space' || !space) return;
      swallow(e);
      space = false;
      cursor();
      if (!used && e.timeStamp - spaceAtMs < TAP_MS) onSpace();
    },
    { capture: true, signal },
  );
  window.addEventListener(
    'blur',
    () => {
      space = false;
      last = undefined;
      cursor();
    },
    { signal },
  );
  return () => stop.abort();
}

/** Space belongs to the canvas unless something else has the focus that has a use for it. */
function free(target: EventTarget | null, element: HTMLElement): boolean {
  return !(target instanceof Element) || target === document.body || element.contains(target);
}
