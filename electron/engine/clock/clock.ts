/** Virtual time. Nothing in the engine knows any other. */
import { assert } from '#shared/api/errors.ts';
import type { Ms } from '#shared/api/time.ts';

/**
 * What a timer is for. `settling`: something under way ends then (a pull, a probe, a short back-off, a grace period).
 * `background`: a schedule, a resync, a scan, a deadline, a long back-off; it never keeps "as fast as possible" jumping ahead.
 */
export type Urgency = 'settling' | 'background';

/** From a longer pause on, what has failed is not under way any more: it goes round, and may do so for ever. */
const LONGEST_SETTLING_PAUSE_MS: Ms = 30_000;

/** What waiting is for that lies between two attempts at the same thing, by how long the whole pause is. */
export function urgencyOfPause(ms: Ms): Urgency {
  return ms > LONGEST_SETTLING_PAUSE_MS ? 'background' : 'settling';
}

/** A timer as the debug panel shows it. */
export interface Planned {
  readonly due: Ms;
  readonly label: string;
  readonly urgency: Urgency;
}

/** Time that moves only when it is told to. `now` is in ms since the design's epoch. */
export interface VirtualClock {
  readonly now: Ms;
  /** Runs `run` once, at `due` (at once if that is past). Returns what calls it off. One timer a label: a new one replaces it. */
  at(due: Ms, label: string, urgency: Urgency, run: () => void): () => void;
  /** When the next timer is due. With 'settling', when the next of those is. */
  nextDue(urgency?: Urgency): Ms | undefined;
  /** All timers, soonest first. */
  planned(): readonly Planned[];
}

interface Timer extends Planned {
  readonly run: () => void;
  live: boolean;
}

/** Sooner first; at the same moment by label, so that the order does not depend on who asked first (a restart may ask anew). */
const before = (a: Timer, b: Timer) => a.due < b.due || (a.due === b.due && a.label < b.label);

/** A binary heap that leaves called-off timers in place until they come up. */
class Heap {
  readonly #items: Timer[] = [];

  get size(): number {
    return this.#items.length;
  }
  all(): readonly Timer[] {
    return this.#items;
  }

  push(t: Timer): void {
    const a = this.#items;
    let i = a.push(t) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(t, a[up] as Timer)) break;
      a[i] = a[up] as Timer;
      i = up;
    }
    a[i] = t;
  }

  peek(): Timer | undefined {
    while (this.#items.length && !(this.#items[0] as Timer).live) this.#drop();
    return this.#items[0];
  }

  pop(): Timer | undefined {
    const t = this.peek();
    if (t) this.#drop();
    return t;
  }

  #drop(): void {
    const a = this.#items;
    const last = a.pop() as Timer;
    if (!a.length) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= a.length) break;
      if (child + 1 < a.length && before(a[child + 1] as Timer, a[child] as Timer)) child++;
      if (!before(a[child] as Timer, last)) break;
      a[i] = a[child] as Timer;
      i = child;
    }
    a[i] = last;
  }
}

/** The clock the cluster drives. Only `electron/engine/loop.ts` moves it. */
export class SteppedClock implements VirtualClock {
  #now: Ms;
  readonly #heaps: Record<Urgency, Heap> = { settling: new Heap(), background: new Heap() };
  readonly #labels = new Map<string, Timer>();

  constructor(startAt: Ms = 0) {
    this.#now = startAt;
  }

  get now(): Ms {
    return this.#now;
  }

  at(due: Ms, label: string, urgency: Urgency, run: () => void): () => void {
    const old = this.#labels.get(label);
    if (old) old.live = false;
    const timer: Timer = { due: Math.max(due, this.#now), label, urgency, run, live: true };
    this.#labels.set(label, timer);
    this.#heaps[urgency].push(timer);
    return () => {
      timer.live = false;
      if (this.#labels.get(label) === timer) this.#labels.delete(label);
    };
  }

  #next(): Heap | undefined {
    const { settling, background } = this.#heaps;
    const s = settling.peek();
    const b = background.peek();
    return s && (!b || before(s, b)) ? settling : b ? background : undefined;
  }

  nextDue(urgency?: Urgency): Ms | undefined {
    return (urgency ? this.#heaps[urgency] : this.#next())?.peek()?.due;
  }

  /** Moves to the earliest timer due by `until` and runs it; false where there is none (time then stands at `until`). */
  step(until: Ms): boolean {
    const heap = this.#next();
    const t = heap?.peek();
    if (!heap || !t || t.due > until) {
      if (until > this.#now && until !== Infinity) this.#now = until;
      return false;
    }
    assert(t.due >= this.#now, 'time never runs backwards');
    heap.pop();
    this.#labels.delete(t.label);
    this.#now = t.due;
    t.run();
    return true;
  }

  planned(): readonly Planned[] {
    return [...this.#heaps.settling.all(), ...this.#heaps.background.all()]
      .filter((t) => t.live)
      .sort((a, b) => (before(a, b) ? -1 : 1))
      .map(({ due, label, urgency }) => ({ due, label, urgency }));
  }
}
