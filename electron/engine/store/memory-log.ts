/** The log kept in memory: for tests, scenarios and branches that need not outlive the process. */
import type { Entry, Fact, NewEntry, Revision, RevisionLog } from './log.ts';
import { standingOf } from './standing.ts';

/** Last index of a sorted list whose item is <= bound, -1 where none is. */
function lastAtMost(list: readonly Revision[], bound: Revision): number {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((list[mid] as Revision) <= bound) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/** Implements RevisionLog over plain arrays. Objects are shared, not copied. */
export class MemoryLog implements RevisionLog {
  readonly #entries: Entry[] = [];
  readonly #byKey = new Map<string, Revision[]>();
  #keys: string[] = [];
  #sorted = true;

  get head(): Revision {
    return this.#entries.length;
  }

  headOf(key: string): Revision {
    return this.#byKey.get(key)?.at(-1) ?? 0;
  }

  append({ before: _before, ...entry }: NewEntry): Revision | 'conflict' {
    const history = this.#byKey.get(entry.key);
    if ((history?.at(-1) ?? 0) !== entry.prev) return 'conflict';
    const revision = this.#entries.length + 1;
    this.#entries.push({ ...entry, revision });
    if (history) history.push(revision);
    else {
      this.#byKey.set(entry.key, [revision]);
      this.#keys.push(entry.key);
      this.#sorted = false;
    }
    return revision;
  }

  latest(key: string, at: Revision = Infinity): Entry | undefined {
    const history = this.#byKey.get(key);
    if (!history) return undefined;
    const i = lastAtMost(history, at);
    return i < 0 ? undefined : this.#entries[(history[i] as Revision) - 1];
  }

  *range(from: string, to: string, at?: Revision): Iterable<Entry> {
    if (!this.#sorted) {
      this.#keys.sort();
      this.#sorted = true;
    }
    for (const key of [...this.#keys]) {
      if (key < from) continue;
      if (key >= to) break;
      const e = this.latest(key, at);
      if (e && !e.deleted) yield e;
    }
  }

  since(after: Revision, limit: number): readonly Entry[] {
    return this.#entries.slice(after, after + limit);
  }

  facts(after: Revision, limit: number): readonly Fact[] {
    return this.since(after, limit).map(({ value, ...fact }) => ({ ...fact, state: standingOf(value) }));
  }

  history(key: string, after: Revision, upTo: Revision): readonly Entry[] {
    return (this.#byKey.get(key) ?? []).filter((r) => r > after && r <= upTo).map((r) => this.#entries[r - 1] as Entry);
  }

  flush(): void {}
}
