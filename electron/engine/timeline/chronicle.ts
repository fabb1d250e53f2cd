/**
 * The log's table of contents: when each revision was, and for every object when it came, how it fared and when it went.
 * Read from the log's facts alone, page by page, and continued from where it ended; kept in memory only.
 */
import type { Ms } from '#shared/api/time.ts';
import { isUnplaced } from '#shared/graph/state.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Fact, Revision, RevisionLog } from '../store/log.ts';

/** From a revision on, an object was so; 'gone' from its deletion on. */
export interface Turn {
  readonly revision: Revision;
  readonly state: State | 'gone';
}

/** All that happened under one key. */
export interface Life {
  readonly key: string;
  /** Oldest first. The first is the first create. */
  readonly turns: readonly Turn[];
  /** What a person wrote. */
  readonly deeds: readonly Revision[];
}

interface GrowingLife extends Life {
  readonly turns: Turn[];
  readonly deeds: Revision[];
}

const PAGE = 2_000;
const EVENTS = 'core/events/';
const NODES = 'core/nodes/';
const PODS = 'core/pods/';

export class Chronicle {
  readonly #log: RevisionLog;
  /** Virtual time by revision - 1. It never runs backwards. */
  readonly #times: Ms[] = [];
  readonly #failures: Revision[] = [];
  readonly #warnings: { readonly revision: Revision; readonly key: string }[] = [];
  readonly #lives = new Map<string, GrowingLife>();
  /** Machines on their way, and pods that no node takes: these wait while there are any of those (see stateAmong). */
  readonly #coming = new Set<string>();
  readonly #unplaced = new Set<string>();
  #undecided: Ms | undefined;

  constructor(log: RevisionLog) {
    this.#log = log;
  }

  /** Reads on to the end of the log, or until `stop` says so. True when the end is reached. */
  catchUp(stop: () => boolean = () => false): boolean {
    while (this.#times.length < this.#log.head) {
      const page = this.#log.facts(this.#times.length, PAGE);
      if (page.length === 0) break;
      for (const f of page) this.#take(f);
      if (stop()) return false;
    }
    this.#decide(Infinity);
    return true;
  }

  #take(f: Fact): void {
    this.#decide(f.atMs);
    this.#times.push(f.atMs);
    if (f.key.startsWith(EVENTS)) {
      if (f.state === 'attention' && !f.deleted) this.#warnings.push({ revision: f.revision, key: f.key });
      return;
    }
    let life = this.#lives.get(f.key);
    if (!life) this.#lives.set(f.key, (life = { key: f.key, turns: [], deeds: [] }));
    const state = f.deleted ? 'gone' : f.state;
    if (f.key.startsWith(NODES)) this.#nodeWritten(f.key, state, f.atMs);
    this.#turn(life, this.#staysUnplaced(f, life) && this.#coming.size > 0 ? 'waiting' : state, f.revision);
    if (f.cause === 0) life.deeds.push(f.revision);
  }

  #turn(life: GrowingLife, state: Turn['state'], revision: Revision): void {
    if (state === life.turns.at(-1)?.state) return;
    life.turns.push({ revision, state });
    if (state === 'failed') this.#failures.push(revision);
  }

  #nodeWritten(key: string, state: Turn['state'], atMs: Ms): void {
    const before = this.#coming.size;
    if (state === 'waiting') this.#coming.add(key);
    else this.#coming.delete(key);
    if (before > 0 !== this.#coming.size > 0) this.#undecided = atMs;
  }

  /** What the coming or the last arrival of a machine means to pods without a node shows only once that instant is over: most find a place in it. */
  #decide(atMs: Ms): void {
    if (this.#undecided === undefined || atMs <= this.#undecided) return;
    this.#undecided = undefined;
    for (const pod of this.#unplaced)
      this.#turn(this.#lives.get(pod) as GrowingLife, this.#coming.size > 0 ? 'waiting' : 'failed', this.#times.length);
  }

  /** Whether a write leaves a pod without a node that takes it; only what has never come farther is looked into. */
  #staysUnplaced(f: Fact, life: GrowingLife): boolean {
    if (!f.key.startsWith(PODS)) return false;
    const fresh = this.#unplaced.has(f.key) || life.turns.length === 0 || ['waiting', 'gone'].includes(life.turns.at(-1)?.state ?? '');
    const value = fresh && f.state === 'failed' && !f.deleted ? this.#log.latest(f.key, f.revision)?.value : undefined;
    if (value && isUnplaced(value)) this.#unplaced.add(f.key);
    else this.#unplaced.delete(f.key);
    return this.#unplaced.has(f.key);
  }

  /** The newest revision at or before an instant; 0 where nothing was written by then. */
  revisionAt(atMs: Ms): Revision {
    return countAtMost(this.#times, (t) => t <= atMs);
  }

  /** When a revision was written; 0 for revision 0. */
  timeOf(revision: Revision): Ms {
    return revision < 1 ? 0 : (this.#times[Math.min(revision, this.#times.length) - 1] ?? 0);
  }

  /** How many objects turned failed after a revision and up to another. */
  failures(after: Revision, upTo: Revision): number {
    return countAtMost(this.#failures, (r) => r <= upTo) - countAtMost(this.#failures, (r) => r <= after);
  }

  /** Warning events written after a revision and up to another. */
  warnings(after: Revision, upTo: Revision): readonly { readonly revision: Revision; readonly key: string }[] {
    return this.#warnings.slice(
      countAtMost(this.#warnings, (w) => w.revision <= after),
      countAtMost(this.#warnings, (w) => w.revision <= upTo),
    );
  }

  /** The lives under keys that start with `prefix`. */
  *lives(prefix: string): Iterable<Life> {
    for (const life of this.#lives.values()) if (life.key.startsWith(prefix)) yield life;
  }
}

/** Whether it was there at some time after one revision and up to another. */
export function livedIn({ turns }: Life, from: Revision, to: Revision): boolean {
  const first = turns[0];
  const last = turns.at(-1);
  return first !== undefined && first.revision <= to && (last?.state !== 'gone' || last.revision > from);
}

/** How many leading items of a list hold; all that hold are before all that do not. */
function countAtMost<T>(list: readonly T[], holds: (x: T) => boolean): number {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (holds(list[mid] as T)) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
