/** A log that can only be read: of a document that is damaged, from a newer Drydock, or write-protected. */
import { ApiError } from '#shared/api/errors.ts';
import type { Entry, Fact, Revision, RevisionLog } from '#engine/store/log.ts';

export class ReadOnlyLog implements RevisionLog {
  readonly #log: RevisionLog;
  readonly #why: string;

  constructor(log: RevisionLog, why: string) {
    this.#log = log;
    this.#why = why;
  }

  get head(): Revision {
    return this.#log.head;
  }
  append(): never {
    throw new ApiError('Forbidden', this.#why);
  }
  headOf(key: string): Revision {
    return this.#log.headOf(key);
  }
  latest(key: string, at?: Revision): Entry | undefined {
    return this.#log.latest(key, at);
  }
  range(from: string, to: string, at?: Revision): Iterable<Entry> {
    return this.#log.range(from, to, at);
  }
  since(after: Revision, limit: number): readonly Entry[] {
    return this.#log.since(after, limit);
  }
  facts(after: Revision, limit: number): readonly Fact[] {
    return this.#log.facts(after, limit);
  }
  history(key: string, after: Revision, upTo: Revision): readonly Entry[] {
    return this.#log.history(key, after, upTo);
  }
  flush(): void {}
}
