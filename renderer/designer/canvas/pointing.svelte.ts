/** What the pointer is at: boxes, pods in them, relations; and what rests under it long enough to be told about. */
import { relationAt } from './paint/arrows.ts';
import type { App } from '../../state/app.svelte.ts';
import type { DesignView } from './design-view.svelte.ts';
import { contains, type Rect } from './measure.ts';
import type { Point } from './route.ts';
import { hitAt, isContainer } from './scene.ts';

/** What lies at a point: a box, or a part of one. */
export type Hit = ReturnType<typeof hitAt>;

const RESTS_MS = 350;

export class Pointing {
  /** What is told about, and where the pointer is in the window. */
  hover = $state.raw<{ readonly key: string; readonly x: number; readonly y: number } | undefined>();
  readonly #app: App;
  readonly #design: DesignView;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, design: DesignView) {
    this.#app = app;
    this.#design = design;
  }

  /** What lies at a point of the canvas. */
  hit(at: Point): Hit {
    return hitAt(this.#design.shown, at.x, at.y, (o) => this.#app.cluster.keyOf(o));
  }

  /** The relation at a point where no box is in the way; `reach` is how near it has to be, in canvas units. */
  relationUnder(h: Hit, at: Point, reach: number): string | undefined {
    const box = h && this.#design.shown.placed.get(h.key)?.box;
    return !h || (h.what === 'box' && box && isContainer(box)) ? relationAt(this.#design.shown, at, reach) : undefined;
  }

  /** The boxes that lie wholly within a frame, without what is in others of them. */
  framed(around: Rect): readonly string[] {
    const within = [...this.#design.shown.placed.values()].filter(
      (p) => contains(around, p.rect.x, p.rect.y) && contains(around, p.rect.x + p.rect.w, p.rect.y + p.rect.h),
    );
    return within.filter((p) => p.box.parent === undefined || !within.some((q) => q.box.key === p.box.parent)).map((p) => p.box.key);
  }

  /** The pointer is over something, at a point of the window: pods and what is not well are told about. */
  over(h: Hit, x: number, y: number): void {
    clearTimeout(this.#timer);
    const box = h && this.#design.shown.placed.get(h.key);
    const key =
      h?.what === 'part'
        ? h.key
        : h?.what === 'box' && box?.box.object && box.box.state.state !== 'ready' && !isContainer(box.box)
          ? h.key
          : undefined;
    if (key === undefined) this.hover = undefined;
    else if (this.hover) this.hover = { key, x, y };
    else
      this.#timer = setTimeout(() => {
        this.hover = { key, x, y };
      }, RESTS_MS);
  }

  /** Nothing is told about. */
  leave(): void {
    clearTimeout(this.#timer);
    this.hover = undefined;
  }
}
