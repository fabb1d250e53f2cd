/** What a file is, found out without writing to it. */
import { existsSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { DocumentError } from './document-error.ts';
import { NEWEST_FORMAT } from './migrations/index.ts';

/** 'DRDY', as the file's header says it. */
export const APPLICATION_ID = 0x44524459;

/** How long to wait for somebody else to let go of a file, in ms: a process that was killed takes a moment to be gone. */
export const BUSY_WITHIN_MS = 1_500;

/** A document that can be written, or why it can only be read. */
export type Verdict =
  | { readonly is: 'sound'; readonly format: number }
  | { readonly is: 'newer'; readonly why: string }
  | { readonly is: 'damaged'; readonly why: string };

/** Looks at a file. Throws a DocumentError where it is no document at all, or somebody else has it open. */
export function judge(path: string): Verdict {
  const name = basename(path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new DocumentError('NotFound', `There is no file at ${path}.`);
  if (!found.isFile()) throw new DocumentError('NotADocument', `${path} is not a file.`);
  if (found.size === 0) throw new DocumentError('NotADocument', `${name} is empty: it is not a Drydock document.`);
  const shared = `${path}-shm`;
  const leave = existsSync(shared);
  const db = opened(path, name);
  try {
    return look(db, name);
  } catch (e) {
    if (isSqlite(e, 'SQLITE_CORRUPT')) return { is: 'damaged', why: (e as Error).message };
    throw refusal(e, name) ?? e;
  } finally {
    db.close();
    if (!leave) rmSync(shared, { force: true }); // a reader makes it and does not clear it away
  }
}

function opened(path: string, name: string): Database.Database {
  try {
    return new Database(path, { readonly: true, timeout: BUSY_WITHIN_MS });
  } catch (e) {
    throw refusal(e, name) ?? e;
  }
}

function look(db: Database.Database, name: string): Verdict {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new DocumentError('NotADocument', `${name} is not a Drydock document.`);
  const format = db.pragma('user_version', { simple: true }) as number;
  if (format > NEWEST_FORMAT)
    return {
      is: 'newer',
      why: `${name} was written by a newer Drydock (format ${format}; this one writes format ${NEWEST_FORMAT}). It can be looked at but not changed.`,
    };
  const fault = faultOf(db);
  return fault === undefined ? { is: 'sound', format } : { is: 'damaged', why: fault };
}

/** What SQLite finds wrong, undefined where it finds nothing. */
function faultOf(db: Database.Database): string | undefined {
  try {
    const said = db.pragma('quick_check(1)', { simple: true }) as string;
    if (said !== 'ok') return said.replaceAll('\n', ' ');
    return db.prepare('SELECT 1 FROM document').get() ? undefined : 'its first page is not filled in';
  } catch (e) {
    if (isSqlite(e, 'SQLITE_BUSY')) throw e;
    return (e as Error).message;
  }
}

/** An error of SQLite as one for the person; undefined where it is none of those expected. */
export function refusal(e: unknown, name: string): DocumentError | undefined {
  if (isSqlite(e, 'SQLITE_NOTADB'))
    return new DocumentError('NotADocument', `${name} is not a Drydock document, or its beginning is damaged.`);
  if (isSqlite(e, 'SQLITE_BUSY')) return new DocumentError('InUse', `${name} is open in another Drydock. Close it there first.`);
  if (isSqlite(e, 'SQLITE_CORRUPT')) return new DocumentError('Damaged', `${name} is damaged: ${(e as Error).message}.`);
  if (isSqlite(e, 'SQLITE_CANTOPEN'))
    return new DocumentError('NotWritable', `${name} cannot be opened: the file or its folder may not be read or written.`);
  return undefined;
}

/** True for an error of SQLite with this code or an extension of it. */
export function isSqlite(e: unknown, code: string): boolean {
  return e instanceof Database.SqliteError && (e.code === code || e.code.startsWith(`${code}_`));
}
