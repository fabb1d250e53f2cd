/**
 * What Drydock remembers across documents: settings and the documents opened before. A small SQLite file in the
 * application's own folder, so that several windows and processes may write at once. It holds nothing that would be a loss:
 * where it cannot be read it is begun anew.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { RecentDocument } from '#shared/ipc/documents.ts';
import type { Ms } from '#shared/api/time.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recent (path TEXT PRIMARY KEY, opened_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Documents remembered. */
const MOST_RECENT = 20;

export class ApplicationStore {
  readonly folder: string;
  readonly #db: Database.Database;

  /** Opens (or begins) what is kept in a folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.folder = folder;
    const path = join(folder, 'application.sqlite');
    try {
      this.#db = opened(path);
    } catch {
      renameSync(path, `${path}.unreadable`);
      this.#db = opened(path);
    }
  }

  /** Where designs lie that have no place of their own yet. */
  get drafts(): string {
    const folder = join(this.folder, 'drafts');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  settings(): Readonly<Record<string, unknown>> {
    const rows = this.#db.prepare<[], { name: string; json: string }>('SELECT name, json FROM setting').all();
    return Object.fromEntries(rows.map((r) => [r.name, JSON.parse(r.json) as unknown]));
  }

  /** Keeps values; the others stay. */
  keep(values: Readonly<Record<string, unknown>>): void {
    const put = this.#db.prepare('INSERT OR REPLACE INTO setting (name, json) VALUES (?, ?)');
    this.#db.transaction(() => {
      for (const [name, v] of Object.entries(values)) put.run(name, JSON.stringify(v) ?? 'null');
    })();
  }

  /** Documents opened before, newest first. */
  recent(): readonly RecentDocument[] {
    const rows = this.#db
      .prepare<[], { path: string; opened_ms: number }>('SELECT path, opened_ms FROM recent ORDER BY opened_ms DESC')
      .all();
    return rows.map((r) => ({ path: r.path, name: basename(r.path, '.drydock'), openedAtMs: r.opened_ms, exists: existsSync(r.path) }));
  }

  /** Remembers that a document was opened; `instead` forgets the place it has moved from. */
  opened(path: string, atMs: Ms, instead?: string): void {
    this.#db.transaction(() => {
      if (instead !== undefined) this.#db.prepare('DELETE FROM recent WHERE path = ?').run(instead);
      this.#db.prepare('INSERT OR REPLACE INTO recent (path, opened_ms) VALUES (?, ?)').run(path, atMs);
      this.#db.prepare('DELETE FROM recent WHERE path NOT IN (SELECT path FROM recent ORDER BY opened_ms DESC LIMIT ?)').run(MOST_RECENT);
    })();
  }

  close(): void {
    this.#db.close();
  }
}

function opened(path: string): Database.Database {
  const db = new Database(path, { timeout: 2_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.exec(SCHEMA);
    return db;
  } catch (e) {
    db.close();
    throw e;
  }
}
