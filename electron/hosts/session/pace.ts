/**
 * Ties virtual time to the wall: at a speed, or as fast as possible while anything is settling and with the wall once it
 * is quiet. Works in slices so that nothing else waits for long; a quiet cluster costs nothing until its next timer.
 */
import type { Ms } from '#shared/api/time.ts';
import type { Cluster } from '#engine/cluster.ts';
import type { Speed } from '#shared/ipc/clock.ts';
import type { Wall } from './wall.ts';

/** How long the loops run before others have their turn, in ms. */
const SLICE_MS = 8;
/** How long the loops leave a write from outside to itself, in ms: as a real control plane, they take a moment to hear of it, and what comes in a burst is dealt with at once. */
const BREATH_MS = 25;
/** A cluster that falls further behind the wall than this lets the wall go: it is busy, and virtual time waits for it. */
const MOST_BEHIND_MS = 250;
/** The longest sleep a timer of Node can do. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Somewhere time is to be run to. Called slice by slice; true when it is there. */
export type Goal = (stop: () => boolean) => boolean;

interface Run {
  readonly goal: Goal;
  readonly end: (reached: boolean) => void;
}

export interface PaceOptions {
  readonly cluster: Cluster;
  readonly wall: Wall;
  /** Told after every slice: whether the loops are at rest for now. */
  readonly ran: (quiet: boolean) => void;
  /** Told when a slice throws; time stands still from then on. */
  readonly failed: (e: unknown) => void;
}

export class Pace {
  readonly #cluster: Cluster;
  readonly #wall: Wall;
  readonly #ran: PaceOptions['ran'];
  readonly #failed: PaceOptions['failed'];
  #playing = false;
  #speed: Speed = 1;
  #settling = false;
  /** Where virtual time and the wall last met. */
  #anchor: { virtualMs: Ms; wallMs: Ms };
  #run: Run | undefined;
  #callOff: (() => void) | undefined;
  /** True from a write until the loops have their turn at it. */
  #breathing = false;
  /** True while the loops have not done all that there is to do by now. */
  #busy = false;
  #stopped = false;

  constructor({ cluster, wall, ran, failed }: PaceOptions) {
    this.#cluster = cluster;
    this.#wall = wall;
    this.#ran = ran;
    this.#failed = failed;
    this.#anchor = { virtualMs: cluster.now, wallMs: wall.now() };
  }

  get playing(): boolean {
    return this.#playing;
  }
  get speed(): Speed {
    return this.#speed;
  }
  /** True while time jumps: as fast as possible with something settling, or on the way to a goal. */
  get settling(): boolean {
    return this.#run !== undefined || this.#settling;
  }

  /** Plays, pauses, or changes the speed. Ends a run that is under way. */
  set({
    playing = this.#playing,
    speed = this.#speed,
  }: {
    readonly playing?: boolean | undefined;
    readonly speed?: Speed | undefined;
  }): void {
    this.#endRun(false);
    this.#breathing = false;
    this.catchUp();
    this.#playing = playing;
    this.#speed = speed;
    this.#settling = false;
    this.#meet();
    this.#wake();
  }

  /** Runs to a goal whether or not time plays. Resolves with whether it was reached; another run or set() ends it. */
  runTo(goal: Goal): Promise<boolean> {
    this.#endRun(false);
    return new Promise((resolve) => {
      this.#run = { goal, end: resolve };
      this.#wake();
    });
  }

  /** Ends the run that is under way, if any, where it is. */
  cancel(): void {
    this.#endRun(false);
    this.#wake();
  }

  /** Brings virtual time up to the wall, as far as one slice goes: what is asked next is asked at the right instant. */
  catchUp(): void {
    if (this.#stopped || !this.#playing || this.settling || this.#breathing) return;
    this.#attempt(() => {
      this.#cluster.advanceTo(this.#target(), this.#slice());
    });
  }

  /** Something was written from outside: the loops have work in a moment. */
  wrote(): void {
    if (this.#stopped || !this.#playing || this.settling || this.#busy || this.#breathing) return;
    this.#callOff?.();
    this.#breathing = true;
    this.#callOff = this.#wall.after(BREATH_MS, () => this.#turn());
  }

  /** The loops have their turn as soon as others have had theirs. */
  #wake(): void {
    if (this.#stopped) return;
    this.#callOff?.();
    this.#breathing = false;
    this.#callOff = this.#run || this.#playing ? this.#wall.soon(() => this.#turn()) : undefined;
  }

  /** Stands still for good. */
  stop(): void {
    this.#stopped = true;
    this.#callOff?.();
    this.#endRun(false);
  }

  #turn(): void {
    this.#callOff = undefined;
    this.#breathing = false;
    const quiet = this.#attempt(() => this.#advance());
    if (this.#stopped || quiet === undefined) return;
    this.#busy = !quiet;
    this.#ran(quiet);
    if (this.#callOff || (!this.#run && !this.#playing)) return;
    if (!quiet) {
      this.#wake();
      return;
    }
    const due = this.#cluster.core.clock.nextDue();
    if (due === undefined) return;
    this.#callOff = this.#wall.after(Math.min(LONGEST_SLEEP_MS, Math.max(0, Math.ceil((due - this.#target()) / this.#factor()))), () =>
      this.#turn(),
    );
  }

  /** One slice. True when nothing is left to do before the next timer is due. */
  #advance(): boolean {
    const stop = this.#slice();
    if (this.#run) {
      const reached = this.#run.goal(stop);
      if (reached) this.#endRun(true);
      this.#meet();
      return reached && !this.#playing;
    }
    const target = this.#target();
    const reached = this.#cluster.advanceTo(target, stop);
    if (!reached && target - this.#cluster.now > MOST_BEHIND_MS * this.#factor()) this.#meet();
    if (!reached || this.#speed !== 'max') return reached;
    this.#settling = this.#cluster.core.clock.nextDue('settling') !== undefined;
    if (!this.#settling) return true;
    this.#settling = !this.#cluster.advanceUntilQuiet(Infinity, stop);
    this.#meet();
    return !this.#settling;
  }

  #attempt<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (e) {
      this.stop();
      this.#failed(e);
      return undefined;
    }
  }

  #slice(): () => boolean {
    const until = this.#wall.now() + SLICE_MS;
    return () => this.#wall.now() >= until;
  }

  /** Where virtual time should be by now. */
  #target(): Ms {
    return Math.max(this.#cluster.now, Math.floor(this.#anchor.virtualMs + (this.#wall.now() - this.#anchor.wallMs) * this.#factor()));
  }

  #factor(): number {
    return this.#speed === 'max' ? 1 : this.#speed;
  }

  #meet(): void {
    this.#anchor = { virtualMs: this.#cluster.now, wallMs: this.#wall.now() };
  }

  #endRun(reached: boolean): void {
    const run = this.#run;
    this.#run = undefined;
    if (run) this.#meet();
    run?.end(reached);
  }
}
