/**
 * A document: one SQLite file that holds a design, everything that ever happened in it, and its layout. Saving is not an
 * action: commit() makes durable what was written since. One process has it open at a time; a file that is damaged, from a
 * newer Drydock or write-protected is read from a copy and never touched.
 */
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Ms } from '#shared/api/time.ts';
import type { Revision, RevisionLog } from '#engine/store/log.ts';
import { DocumentError, type DocumentFault } from './document-error.ts';
import { APPLICATION_ID, BUSY_WITHIN_MS, isSqlite, judge, refusal } from './judge.ts';
import { LayoutTable } from './layout-table.ts';
import { migrations, NEWEST_FORMAT } from './migrations/index.ts';
import { ReadOnlyLog } from './read-only-log.ts';
import { salvage } from './salvage.ts';
import { SourceTable } from './source-table.ts';
import { SqliteLog } from './sqlite-log.ts';

/** What a new document is made with. */
export interface Beginning {
  /** All chance follows from it; a non-negative integer of 32 bits. */
  readonly seed: number;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
}

interface Facts {
  readonly seed: number;
  readonly epoch_ms: number;
  readonly now_ms: number;
}

/** Pages the write-ahead file may grow to before it is folded into the file. */
const CHECKPOINT_PAGES = 4_000;
/** Pages a copy takes between two turns of the event loop. */
const COPY_PAGES = 1_000;

export class DesignDocument {
  readonly path: string;
  /** Why nothing can be written; undefined where everything can. */
  readonly readOnly: string | undefined;
  readonly log: RevisionLog;
  readonly layout: LayoutTable;
  readonly sources: SourceTable;
  readonly seed: number;
  readonly epochMs: Ms;
  /** Where virtual time stood when it was last written. */
  readonly startAtMs: Ms;
  readonly #db: Database.Database;
  /** The copy that a document that is only read is read from. */
  readonly #scratch: string | undefined;
  readonly #setNow: Database.Statement<[number]> | undefined;
  #committed: { head: Revision; nowMs: Ms };
  #durable: Revision;

  private constructor(
    path: string,
    db: Database.Database,
    log: RevisionLog,
    readOnly?: { readonly why: string; readonly scratch: string },
  ) {
    const facts = db.prepare<[], Facts>('SELECT seed, epoch_ms, now_ms FROM document').get() as Facts;
    this.path = path;
    this.#db = db;
    this.log = log;
    this.readOnly = readOnly?.why;
    this.#scratch = readOnly?.scratch;
    this.layout = new LayoutTable(db);
    this.sources = new SourceTable(db);
    this.seed = facts.seed;
    this.epochMs = facts.epoch_ms;
    this.startAtMs = Math.max(facts.now_ms, log.facts(log.head - 1, 1)[0]?.atMs ?? 0);
    this.#setNow = readOnly ? undefined : db.prepare('UPDATE document SET now_ms = ?');
    this.#committed = { head: log.head, nowMs: facts.now_ms };
    this.#durable = log.head;
  }

  /** Makes a new document. Refuses where there is a file already. */
  static create(path: string, { seed, epochMs }: Beginning): DesignDocument {
    if (existsSync(path)) throw new DocumentError('Exists', `There is a file at ${path} already.`);
    dropLogs(path);
    const db = writable(path);
    try {
      db.transaction(() => {
        db.pragma(`application_id = ${APPLICATION_ID}`);
        migrate(db, 0);
        db.prepare('INSERT INTO document (id, seed, epoch_ms, now_ms) VALUES (1, ?, ?, 0)').run(seed, epochMs);
      })();
      return new DesignDocument(path, db, new SqliteLog(db));
    } catch (e) {
      db.close();
      throw refusal(e, basename(path)) ?? e;
    }
  }

  /** Takes a closed document away, with what SQLite keeps beside it. */
  static remove(path: string): void {
    rmSync(path, { force: true });
    dropLogs(path);
  }

  /** Opens a document. An older one is migrated after a backup; one that may not be written is opened to be read. */
  static open(path: string): DesignDocument {
    const verdict = judge(path);
    const name = basename(path);
    if (verdict.is === 'damaged') return DesignDocument.openDamaged(path, verdict.why);
    if (verdict.is === 'newer') return DesignDocument.#openCopy(path, 'Newer', verdict.why, (db) => new SqliteLog(db));
    if (verdict.format < NEWEST_FORMAT) backUp(path, verdict.format);
    let db: Database.Database | undefined;
    try {
      db = writable(path);
      if (verdict.format < NEWEST_FORMAT) db.transaction(migrate)(db, verdict.format);
      return new DesignDocument(path, db, new SqliteLog(db));
    } catch (e) {
      db?.close();
      if (isSqlite(e, 'SQLITE_READONLY'))
        return DesignDocument.#openCopy(
          path,
          'NotWritable',
          `${name} is write-protected. It can be looked at but not changed.`,
          (copy) => new SqliteLog(copy),
        );
      throw refusal(e, name) ?? e;
    }
  }

  /** Opens what can be read of a damaged document, to be looked at and copied. */
  static openDamaged(path: string, what: string): DesignDocument {
    const name = basename(path);
    return DesignDocument.#openCopy(path, 'Damaged', `${name} is damaged (${what}).`, salvage, (log) => {
      if (log.head === 0) throw new DocumentError('Damaged', `${name} is damaged (${what}), and nothing in it can be read.`);
      return `${name} is damaged (${what}). What could be read, up to revision ${log.head}, is shown and cannot be changed. Save a copy to go on with it; the file itself stays as it is.`;
    });
  }

  static #openCopy(
    path: string,
    fault: DocumentFault,
    why: string,
    read: (db: Database.Database) => RevisionLog,
    say: (log: RevisionLog) => string = () => why,
  ): DesignDocument {
    const scratch = mkdtempSync(join(tmpdir(), 'drydock-'));
    let db: Database.Database | undefined;
    try {
      const copy = join(scratch, basename(path));
      copyFileSync(path, copy);
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
      db = new Database(copy);
      const log = read(db);
      const said = say(log);
      return new DesignDocument(path, db, new ReadOnlyLog(log, said), { why: said, scratch });
    } catch (e) {
      db?.close();
      rmSync(scratch, { recursive: true, force: true });
      if (e instanceof DocumentError) throw e;
      throw new DocumentError(fault, `${why} It cannot be read: ${(e as Error).message}.`);
    }
  }

  /**
   * Writes what was appended since, and where virtual time stands. 'grouped' survives the death of the process; 'durable'
   * also the loss of power. Does nothing where nothing is new.
   */
  commit(nowMs: Ms, how: 'grouped' | 'durable'): void {
    const { head } = this.log;
    const setNow = this.#setNow;
    const durable = how === 'durable' && head !== this.#durable;
    if (!setNow || (!durable && head === this.#committed.head && nowMs === this.#committed.nowMs && !this.sources.isWaiting)) return;
    try {
      if (durable) this.#db.pragma('synchronous = FULL');
      this.#db.transaction(() => {
        this.log.flush();
        this.sources.flush();
        setNow.run(nowMs);
      })();
    } catch (e) {
      throw new DocumentError(
        'DiskFault',
        `${basename(this.path)} cannot be written: ${(e as Error).message}. What was confirmed before is safe.`,
      );
    } finally {
      if (durable) this.#db.pragma('synchronous = NORMAL');
    }
    this.#committed = { head, nowMs };
    if (durable) this.#durable = head;
  }

  /** Writes a whole copy elsewhere while work goes on. What is at the place is replaced once the copy is complete. */
  async saveCopy(path: string, progress: (done: number, total: number) => void = () => {}): Promise<void> {
    const part = `${path}.part`;
    if (existsSync(path)) judge(path); // refuses what is no document, and what somebody has open
    try {
      rmSync(part, { force: true });
      if (this.readOnly !== undefined) this.#replay(part);
      else
        await this.#db.backup(part, {
          progress: ({ totalPages, remainingPages }) => {
            progress(totalPages - remainingPages, totalPages);
            return COPY_PAGES;
          },
        });
      dropLogs(path);
      renameSync(part, path);
    } catch (e) {
      throw new DocumentError('NotWritable', `No copy could be written to ${path}: ${(e as Error).message}.`);
    } finally {
      rmSync(part, { force: true });
      dropLogs(part);
    }
  }

  /** Writes the log anew, as far as it could be read, into a sound document. */
  #replay(path: string): void {
    const copy = DesignDocument.create(path, this);
    try {
      const newest = new Map<string, { readonly revision: Revision; readonly value: Parameters<RevisionLog['append']>[0]['value'] }>();
      for (let from = 0, page = this.log.since(0, 1000); page.length > 0; from += page.length, page = this.log.since(from, 1000)) {
        for (const e of page) {
          const before = newest.get(e.key);
          copy.log.append({ ...e, ...(before && { before: before.value }) });
          newest.set(e.key, e);
        }
      }
      for (const [view, placements] of Object.entries(this.#readableLayout())) copy.layout.put(view, placements);
      for (const { key, revision, text } of this.sources.all()) if (revision <= copy.log.head) copy.sources.put(key, { revision, text });
      copy.commit(this.startAtMs, 'durable');
    } finally {
      copy.close();
    }
  }

  #readableLayout(): ReturnType<LayoutTable['read']> {
    try {
      return this.layout.read();
    } catch {
      return {};
    }
  }

  /** Lets go of the file. What was not committed is lost. */
  close(): void {
    this.#db.close();
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true });
  }
}

/** Opens a file to be written, by this process alone. */
function writable(path: string): Database.Database {
  const db = new Database(path, { timeout: BUSY_WITHIN_MS });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('trusted_schema = OFF');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (e) {
    db.close();
    throw e;
  }
}

/** Removes the write-ahead log of a file that is gone: SQLite would take it for that of whatever comes to lie there. */
function dropLogs(path: string): void {
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
}

/** Brings a file from its format to the newest; within a transaction. */
function migrate(db: Database.Database, format: number): void {
  for (const m of migrations) if (m.to > format) db.exec(m.sql);
  db.pragma(`user_version = ${NEWEST_FORMAT}`);
}

/** Copies a document that is about to be migrated to a name beside it. */
function backUp(path: string, format: number): void {
  const name = basename(path, '.drydock');
  for (let n = 1; ; n++) {
    const backup = join(dirname(path), `${name} (format ${format}${n > 1 ? `, ${n}` : ''}).drydock`);
    if (existsSync(backup)) continue;
    copyFileSync(path, backup);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${backup}-wal`);
    return;
  }
}
