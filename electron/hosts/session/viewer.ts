/** One window at a desk: which instant it shows, and whom it acts as. What answers its requests and fills its streams is told this much of it. */
import type { ActingUser } from '#shared/ipc/access.ts';
import type { ClockState } from '#shared/ipc/clock.ts';
import type { Desk } from './desk.ts';
import { Signal } from './signal.ts';

/** The instant a window shows, where that is not now. */
export type Looking = NonNullable<ClockState['looking']>;

export class Viewer {
  readonly desk: Desk;
  /** Told when the window looks elsewhere. */
  readonly lookChanged = new Signal<void>();
  /** Whom it acts as; undefined is the design's own admin. */
  acting: ActingUser | undefined;
  #looking: Looking | undefined;
  readonly #endTurns: () => void;

  constructor(desk: Desk) {
    this.desk = desk;
    this.#endTurns = desk.sessionChanged.on(() => {
      this.#looking = undefined;
      this.acting = undefined;
    });
  }

  get looking(): Looking | undefined {
    return this.#looking;
  }

  /** Shows another instant; undefined is now. */
  look(at: Looking | undefined): void {
    this.#looking = at;
    this.lookChanged.tell();
  }

  /** Where time stands, as this window sees it. */
  clock(): ClockState {
    const looking = this.#looking;
    return { ...this.desk.session.clock(), ...(looking && { looking }) };
  }

  /** The window is gone. */
  leave(): void {
    this.#endTurns();
  }
}
