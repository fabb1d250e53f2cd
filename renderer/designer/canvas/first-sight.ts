/**
 * How a reading is first seen: as it was looked at last; else whole. What is new, or comes in large numbers, is shown whole
 * until all of it is there or somebody moves.
 */
import type { Point } from './route.ts';
import type { Stage } from './stage.ts';

/** More new boxes than this at once are shown whole. */
const MANY = 7;
const ARRIVES_WITHIN_MS = 2_500;

export class FirstSight {
  readonly #looked = new Map<string, { readonly zoom: number; readonly pan: Point }>();
  #mode = '';
  #count = 0;
  #wholeUntilMs = 0;

  /** A reading has so many boxes now: brings back how it was looked at. True where all of it is to be shown. */
  arrive(mode: string, count: number, stage: Stage): boolean {
    const untilMs = performance.now() + ARRIVES_WITHIN_MS;
    if (mode !== this.#mode) {
      const back = this.#looked.get(mode);
      if (back) stage.setViewport(back.zoom, back.pan);
      this.#wholeUntilMs = back || count === 0 ? 0 : untilMs;
      this.#mode = count > 0 || back ? mode : '';
    } else if (count > this.#count + MANY || (this.#count === 0 && count > 0)) this.#wholeUntilMs = untilMs;
    this.#count = count;
    return performance.now() < this.#wholeUntilMs;
  }

  /** Keeps how the reading is looked at. */
  look(zoom: number, pan: Point): void {
    if (this.#mode) this.#looked.set(this.#mode, { zoom, pan: { ...pan } });
  }

  /** The person looks around: nothing moves the view by itself any more. */
  moved(): void {
    this.#wholeUntilMs = 0;
  }
}
