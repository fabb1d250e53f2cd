/** Where time stands, and moving in it: live time by the host's clock, the past by looking back. */
import type { ClockState, Jump, Speed } from '#shared/ipc/clock.ts';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Ms } from '#shared/api/time.ts';

const START: ClockState = { nowMs: 0, playing: false, speed: 1, settling: false, revision: 0 };

/** The speeds offered, slowest first. */
export const SPEEDS: readonly Speed[] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 'max'];

/** '¼×', '4×', 'max'. */
export function formatSpeed(s: Speed): string {
  if (s === 'max') return 'max';
  return `${s === 0.25 ? '¼' : s === 0.5 ? '½' : s}×`;
}

/** Virtual time as the transport shows it: '00:14:02.310', '2d 00:14:02.310'. */
export function formatClock(ms: Ms, withMillis = true): string {
  const pad = (n: number, width = 2) => String(Math.floor(n)).padStart(width, '0');
  const days = Math.floor(ms / 86_400_000);
  const rest = ms - days * 86_400_000;
  const text = `${days > 0 ? `${days}d ` : ''}${pad(rest / 3_600_000)}:${pad((rest / 60_000) % 60)}:${pad((rest / 1000) % 60)}`;
  return withMillis ? `${text}.${pad(rest % 1000, 3)}` : text;
}

/** The clock of the document, and the instant this window shows. Times are virtual, in ms since the design's epoch. */
export class Clock {
  state = $state.raw<ClockState>(START);
  /** True while the window shows an earlier instant. */
  readonly past: boolean = $derived(this.state.looking !== undefined);
  /** The instant shown. */
  readonly shownMs: Ms = $derived(this.state.looking?.atMs ?? this.state.nowMs);
  /** The revision shown. */
  readonly shownRevision: number = $derived(this.state.looking?.revision ?? this.state.revision);

  readonly #bridge: Bridge;
  #wanted: { readonly revision: number } | { readonly atMs: Ms } | { readonly now: true } | undefined;
  #looking: Promise<void> | undefined;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Takes a step of the clock's stream. */
  receive(state: ClockState): void {
    this.state = state;
  }

  /** Lets live time run or stops it. */
  async setPlaying(playing: boolean): Promise<void> {
    this.state = await this.#bridge.request('clock.set', { playing });
  }

  async setSpeed(speed: Speed): Promise<void> {
    this.state = await this.#bridge.request('clock.set', { speed });
  }

  /** Runs live time on to where something happens. */
  async jump(jump: Jump): Promise<void> {
    this.state = await this.#bridge.request('clock.jump', jump);
  }

  /**
   * Shows another instant. While one is on its way only the last wish waits behind it, so a scrubber may ask at every
   * move of the pointer. Settles when the window stands where it was asked to be last.
   */
  look(where: { readonly revision: number } | { readonly atMs: Ms } | { readonly now: true }): Promise<void> {
    this.#wanted = where;
    this.#looking ??= this.#follow().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #follow(): Promise<void> {
    while (this.#wanted) {
      const where = this.#wanted;
      this.#wanted = undefined;
      this.state = await this.#bridge.request('clock.look', where);
    }
  }
}
