/**
 * The revision log in SQLite. Appends are gathered and written a transaction at a time; flush() makes them durable.
 * One writer: within the process the newest revision of every key it has met is kept in memory.
 */
import type Database from 'better-sqlite3';
import { assert } from '#shared/api/errors.ts';
import { fnv1a } from '#shared/api/hash.ts';
import { deepFreeze } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Entry, Fact, NewEntry, Revision, RevisionLog } from '#engine/store/log.ts';
import { standingOf } from '#engine/store/standing.ts';
import type { State } from '#shared/graph/object-state.ts';
import { ObjectEncoder } from './encoding.ts';

/** The tables of the log, as migration 1 makes them. */
export const LOG_SCHEMA = `
CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE part (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE object_log (
  revision        INTEGER PRIMARY KEY AUTOINCREMENT,
  key             TEXT    NOT NULL,
  prev_revision   INTEGER NOT NULL,
  create_revision INTEGER NOT NULL,
  deleted         INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  at_ms           INTEGER NOT NULL,
  actor           INTEGER NOT NULL REFERENCES actor (id),
  cause_revision  INTEGER NOT NULL,
  base_revision   INTEGER NOT NULL,                   -- the whole object this row's delta stands on; its own for a whole one
  state           INTEGER NOT NULL,                   -- how the object then was, as its place in STATES
  value           TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX object_log_swap ON object_log (key, prev_revision);
CREATE INDEX object_log_time ON object_log (at_ms);
`;

/** A whole object is written after this many deltas, so that reading one back takes few rows. */
const LONGEST_CHAIN = 16;
/** Appends gathered before they are written of their own accord. */
const GROUP = 4096;

/** States by the number they are written as; new ones are added at the end. */
const STATES: readonly State[] = ['ready', 'attention', 'failed', 'waiting', 'leaving'];
const NUMBER_OF = new Map(STATES.map((s, i) => [s, i]));

interface FactRow {
  readonly revision: number;
  readonly key: string;
  readonly prev_revision: number;
  readonly create_revision: number;
  readonly deleted: number;
  readonly at_ms: number;
  readonly actor: number;
  readonly cause_revision: number;
  readonly state: number;
}

interface Row extends FactRow {
  readonly base_revision: number;
  readonly value: string;
}

interface Waiting extends NewEntry {
  readonly revision: Revision;
}

interface Head {
  revision: Revision;
  base: Revision;
  depth: number;
}

/** Implements RevisionLog on an open database that has LOG_SCHEMA. */
export class SqliteLog implements RevisionLog {
  readonly #db: Database.Database;
  readonly #encoder: ObjectEncoder;
  readonly #insert: Database.Statement;
  readonly #headOf: Database.Statement<[string], number>;
  readonly #at: Database.Statement<[string, number], Row>;
  readonly #chain: Database.Statement<[string, number, number], Row>;
  readonly #range: Database.Statement<[string, string, number], Row>;
  readonly #since: Database.Statement<[number, number], Row>;
  readonly #facts: Database.Statement<[number, number], FactRow>;
  readonly #history: Database.Statement<[string, number, number], Row>;
  readonly #written = new KeyFilter();
  readonly #actors = new Map<string, number>();
  readonly #names = new Map<number, string>();
  /** For each key met so far: its newest revision, and the whole object its row stands on with how many deltas since. */
  readonly #heads = new Map<string, Head>();
  #waiting: Waiting[] = [];
  #head: Revision;

  constructor(db: Database.Database) {
    this.#db = db;
    const putPart = db.prepare('INSERT INTO part (json) VALUES (?)');
    const getPart = db.prepare<[number], string>('SELECT json FROM part WHERE id = ?').pluck();
    this.#encoder = new ObjectEncoder({
      put: (json) => Number(putPart.run(json).lastInsertRowid),
      get: (id) => {
        const json = getPart.get(id);
        assert(json !== undefined, `part ${id} is stored`);
        return json;
      },
    });
    this.#insert = db.prepare(
      'INSERT INTO object_log (revision, key, prev_revision, create_revision, deleted, at_ms, actor, cause_revision, base_revision, state, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#headOf = db
      .prepare<[string], number>('SELECT revision FROM object_log WHERE key = ? ORDER BY prev_revision DESC LIMIT 1')
      .pluck();
    this.#at = db.prepare<[string, number], Row>(
      'SELECT * FROM object_log WHERE key = ? AND revision <= ? ORDER BY prev_revision DESC LIMIT 1',
    );
    this.#chain = db.prepare<[string, number, number], Row>(
      'SELECT * FROM object_log WHERE key = ? AND revision BETWEEN ? AND ? ORDER BY prev_revision',
    );
    this.#range = db.prepare<[string, string, number], Row>(`
      WITH head AS MATERIALIZED (SELECT key, max(revision) AS revision FROM object_log WHERE key >= ? AND key < ? AND revision <= ? GROUP BY key)
      SELECT l.* FROM head CROSS JOIN object_log AS t ON t.revision = head.revision AND t.deleted = 0
      CROSS JOIN object_log AS l ON l.key = head.key AND l.revision BETWEEN t.base_revision AND t.revision ORDER BY head.key, l.revision`);
    this.#since = db.prepare<[number, number], Row>('SELECT * FROM object_log WHERE revision > ? ORDER BY revision LIMIT ?');
    this.#facts = db.prepare<[number, number], FactRow>(
      'SELECT revision, key, prev_revision, create_revision, deleted, at_ms, actor, cause_revision, state FROM object_log WHERE revision > ? ORDER BY revision LIMIT ?',
    );
    this.#history = db.prepare<[string, number, number], Row>(
      'SELECT * FROM object_log WHERE key = ? AND revision > ? AND revision <= ? ORDER BY prev_revision',
    );
    for (const key of db.prepare<[], string>('SELECT DISTINCT key FROM object_log').pluck().iterate()) this.#written.add(key);
    this.#head = (db.prepare('SELECT max(revision) FROM object_log').pluck().get() as number | null) ?? 0;
    for (const { id, name } of db.prepare<[], { id: number; name: string }>('SELECT id, name FROM actor').all()) this.#know(id, name);
  }

  get head(): Revision {
    return this.#head;
  }

  headOf(key: string): Revision {
    const known = this.#heads.get(key);
    if (known) return known.revision;
    return this.#written.mayHave(key) ? (this.#headOf.get(key) ?? 0) : 0;
  }

  append(entry: NewEntry): Revision | 'conflict' {
    if (this.headOf(entry.key) !== entry.prev) return 'conflict';
    const revision = ++this.#head;
    const known = this.#heads.get(entry.key);
    if (known) known.revision = revision;
    else {
      this.#heads.set(entry.key, { revision, base: 0, depth: LONGEST_CHAIN });
      this.#written.add(entry.key);
    }
    this.#waiting.push({ ...entry, revision });
    if (this.#waiting.length >= GROUP) this.flush();
    return revision;
  }

  flush(): void {
    if (!this.#waiting.length) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#db.transaction(() => {
      for (const e of waiting) this.#write(e);
    })();
  }

  #write(e: Waiting): void {
    const head = this.#heads.get(e.key) as Head;
    const asDelta = e.before !== undefined && head.depth < LONGEST_CHAIN;
    head.depth = asDelta ? head.depth + 1 : 0;
    if (!asDelta) head.base = e.revision;
    const value = asDelta ? this.#encoder.delta(e.before as ApiObject, e.value) : this.#encoder.whole(e.value);
    this.#insert.run(
      e.revision,
      e.key,
      e.prev,
      e.created,
      e.deleted ? 1 : 0,
      e.atMs,
      this.#actor(e.actor),
      e.cause,
      head.base,
      NUMBER_OF.get(standingOf(e.value)) as number,
      value,
    );
  }

  #actor(name: string): number {
    const id = this.#actors.get(name);
    if (id !== undefined) return id;
    const made = Number(this.#db.prepare('INSERT INTO actor (name) VALUES (?)').run(name).lastInsertRowid);
    this.#know(made, name);
    return made;
  }

  #know(id: number, name: string): void {
    this.#actors.set(name, id);
    this.#names.set(id, name);
  }

  latest(key: string, at: Revision = Infinity): Entry | undefined {
    this.flush();
    const row = this.#at.get(key, bounded(at));
    return row && this.#entry(row, this.#value(row));
  }

  *range(from: string, to: string, at: Revision = Infinity): Iterable<Entry> {
    this.flush();
    const rows = this.#range.all(from, to, bounded(at));
    for (let i = 0; i < rows.length;) {
      let row = rows[i++] as Row;
      let value = this.#encoder.read(row.value, row.revision);
      for (; i < rows.length && (rows[i] as Row).key === row.key; i++) {
        row = rows[i] as Row;
        value = this.#encoder.apply(value, row.value, row.revision);
      }
      yield this.#entry(row, deepFreeze(value));
    }
  }

  since(after: Revision, limit: number): readonly Entry[] {
    this.flush();
    return this.#entries(this.#since.all(after, limit));
  }

  facts(after: Revision, limit: number): readonly Fact[] {
    this.flush();
    return this.#facts.all(after, limit).map((row) => ({ ...this.#about(row), state: STATES[row.state] ?? 'ready' }));
  }

  history(key: string, after: Revision, upTo: Revision): readonly Entry[] {
    this.flush();
    return this.#entries(this.#history.all(key, after, bounded(upTo)));
  }

  /** Rows in the order they were written, with what they held. */
  #entries(rows: readonly Row[]): readonly Entry[] {
    const values = new Map<Revision, ApiObject>();
    return rows.map((row) => {
      // most deltas stand on a row that is among them
      const before = row.base_revision < row.revision ? values.get(row.prev_revision) : undefined;
      const value = before ? deepFreeze(this.#encoder.apply(before, row.value, row.revision)) : this.#value(row);
      values.set(row.revision, value);
      return this.#entry(row, value);
    });
  }

  /** The object a row holds, built up from the whole one it stands on. */
  #value(row: Row): ApiObject {
    if (row.base_revision === row.revision) return deepFreeze(this.#encoder.read(row.value, row.revision));
    const [base, ...deltas] = this.#chain.all(row.key, row.base_revision, row.revision);
    assert(base && base.revision === row.base_revision, `revision ${row.revision} stands on a whole object`);
    return deepFreeze(deltas.reduce((o, d) => this.#encoder.apply(o, d.value, d.revision), this.#encoder.read(base.value, base.revision)));
  }

  #entry(row: Row, value: ApiObject): Entry {
    return { ...this.#about(row), value };
  }

  #about(row: FactRow): Omit<Entry, 'value'> {
    const actor = this.#names.get(row.actor);
    assert(actor !== undefined, `actor ${row.actor} is stored`);
    return {
      revision: row.revision,
      key: row.key,
      prev: row.prev_revision,
      created: row.create_revision,
      deleted: row.deleted === 1,
      atMs: row.at_ms,
      actor,
      cause: row.cause_revision,
    };
  }
}

/** SQLite has no Infinity. */
const bounded = (at: Revision) => Math.min(at, Number.MAX_SAFE_INTEGER);

/** A Bloom filter of the keys ever written: most creates are of keys that are new, and need not ask the database. */
class KeyFilter {
  readonly #bits = new Uint32Array(1 << 18); // 8 Mbit: at a million keys two in fifty ask for nothing

  add(key: string): void {
    for (const b of bitsOf(key)) this.#bits[b >>> 5] = (this.#bits[b >>> 5] as number) | (1 << (b & 31));
  }

  mayHave(key: string): boolean {
    return bitsOf(key).every((b) => ((this.#bits[b >>> 5] as number) & (1 << (b & 31))) !== 0);
  }
}

function bitsOf(key: string): readonly number[] {
  const h = fnv1a(key);
  const g = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0;
  return [h & 0x7fffff, g & 0x7fffff];
}
