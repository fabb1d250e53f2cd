/**
 * Rounds: instants at which a loop looks at an object, every so often from a time that is on record. Whatever becomes of
 * the object in between is seen in the next one; so a restart, which wakes every object once, neither adds one nor moves one.
 */
import type { Ms } from '#shared/api/time.ts';

export class Rounds {
  readonly #everyMs: Ms;
  readonly #due = new Map<string, Ms>();

  constructor(everyMs: Ms) {
    this.#everyMs = everyMs;
  }

  /**
   * Whether now (ms since 1970) is a round of `key`, whose rounds began at `sinceMs`, that was waited for and has not been
   * taken; and how long it is to the next. Round 0, at `sinceMs` itself, is none.
   */
  take(key: string, sinceMs: Ms, nowMs: Ms): { readonly isDue: boolean; readonly nextInMs: Ms } {
    const isDue = this.#due.get(key) === nowMs;
    const nextInMs = this.#everyMs - ((nowMs - sinceMs) % this.#everyMs);
    this.#due.set(key, nowMs + nextInMs);
    return { isDue, nextInMs };
  }

  /** There are no more. */
  end(key: string): void {
    this.#due.delete(key);
  }
}
