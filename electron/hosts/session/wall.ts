/** The machine's clock, as the hosts use it. The only place where virtual time meets any other. */
import type { Ms } from '#shared/api/time.ts';

/** Time of the machine, and being called back in it. */
export interface Wall {
  /** Ms since some moment; never runs backwards. */
  now(): Ms;
  /** Calls back once after a while. Returns what calls it off. */
  after(ms: Ms, run: () => void): () => void;
  /** Calls back in a coming turn of the event loop, after what already waits there. */
  soon(run: () => void): () => void;
}

export const wall: Wall = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};
