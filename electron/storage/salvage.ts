/**
 * Reads what can be read of a damaged document: the rows of the log in the order they were written, up to the first that
 * is missing or makes no sense. What follows a hole is left out, for it stands on what is lost.
 */
import type Database from 'better-sqlite3';
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { MemoryLog } from '#engine/store/memory-log.ts';
import { ObjectEncoder } from './encoding.ts';

interface Row {
  readonly revision: number;
  readonly key: string;
  readonly prev_revision: number;
  readonly create_revision: number;
  readonly deleted: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly cause_revision: number;
  readonly base_revision: number;
  readonly value: string;
}

/** The readable prefix as a log in memory; empty where nothing can be read. */
export function salvage(db: Database.Database): MemoryLog {
  const log = new MemoryLog();
  const latest = new Map<string, ApiObject>();
  try {
    db.unsafeMode().pragma('writable_schema = ON'); // reads on where the file is shorter than it says it is
    const part = db.prepare<[number], string>('SELECT json FROM part WHERE id = ?').pluck();
    const encoder = new ObjectEncoder({
      put: () => {
        throw new Error('a damaged document is not written');
      },
      get: (id) => {
        const json = part.get(id);
        if (json === undefined) throw new Error(`part ${id} is lost`);
        return json;
      },
    });
    const row = db.prepare<[number], Row>(
      'SELECT l.*, a.name AS actor FROM object_log AS l JOIN actor AS a ON a.id = l.actor WHERE revision = ?',
    );
    for (let revision = 1; ; revision++) {
      const r = row.get(revision);
      if (!r) break;
      const before = latest.get(r.key);
      const value = r.base_revision === revision ? encoder.read(r.value, revision) : before && encoder.apply(before, r.value, revision);
      if (!value || !isSound(value)) break;
      const { key, prev_revision: prev, create_revision: created, at_ms: atMs, actor, cause_revision: cause } = r;
      if (log.append({ key, prev, created, deleted: r.deleted === 1, atMs, actor, cause, value }) === 'conflict') break;
      latest.set(key, value);
    }
  } catch {
    // the first row that cannot be read ends what can be saved
  }
  return log;
}

/** Whether a row holds what an object at least has. */
function isSound(o: ApiObject): boolean {
  return typeof o.apiVersion === 'string' && typeof o.kind === 'string' && isObject(o.metadata) && typeof o.metadata.name === 'string';
}
