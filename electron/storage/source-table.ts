/** What objects were imported from, in the document beside the log. What is put is written with the next commit of the log. */
import type Database from 'better-sqlite3';
import type { Source, Sources } from '#engine/manifests/sources.ts';

export class SourceTable implements Sources {
  readonly #db: Database.Database;
  readonly #waiting = new Map<string, Source>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  get(key: string): Source | undefined {
    return (
      this.#waiting.get(key) ??
      this.#read(() => this.#db.prepare<[string], Source>('SELECT revision, text FROM source WHERE key = ?').get(key), undefined)
    );
  }

  put(key: string, source: Source): void {
    this.#waiting.set(key, source);
  }

  /** Whether anything waits to be written. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Writes what waits; within the transaction that writes the log, so that no text speaks of a write that is lost. */
  flush(): void {
    if (this.#waiting.size === 0) return;
    const put = this.#db.prepare('INSERT OR REPLACE INTO source (key, revision, text) VALUES (?, ?, ?)');
    for (const [key, { revision, text }] of this.#waiting) put.run(key, revision, text);
    this.#waiting.clear();
  }

  /** All that is stored. */
  all(): readonly (Source & { readonly key: string })[] {
    return this.#read(() => this.#db.prepare<[], Source & { readonly key: string }>('SELECT key, revision, text FROM source').all(), []);
  }

  /** A document that is only read may be damaged, or older than this table. */
  #read<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch {
      return otherwise;
    }
  }
}
