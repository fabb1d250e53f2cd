/** Virtual time: where it stands, how fast it goes, and where it may jump to. */
import type { Ms } from '../api/time.ts';

/** A factor of the wall clock, or as fast as possible. */
export type Speed = number | 'max';

/** Where time stands. */
export interface ClockState {
  readonly nowMs: Ms;
  readonly playing: boolean;
  readonly speed: Speed;
  /** True while "as fast as possible" still has something that settles, or a long run is under way. */
  readonly settling: boolean;
  /** The newest revision of the log. */
  readonly revision: number;
  /** The instant this window shows, where that is not now. */
  readonly looking?: { readonly revision: number; readonly atMs: Ms };
}

/** Where to jump to. */
export type Jump = { readonly to: 'next-event' | 'next-failure' | 'quiet' } | { readonly to: 'time'; readonly atMs: Ms };
