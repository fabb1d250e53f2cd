/** The first format: the log, and beside it what belongs to a design but is no object of the cluster. */
import { LOG_SCHEMA } from '../sqlite-log.ts';
import type { Migration } from './migration.ts';

export const first: Migration = {
  to: 1,
  sql: `
${LOG_SCHEMA}
CREATE TABLE document (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  seed     INTEGER NOT NULL,
  epoch_ms INTEGER NOT NULL,                          -- the instant, in ms since 1970, at which virtual time is 0
  now_ms   INTEGER NOT NULL                           -- where virtual time stood at the last commit
) STRICT;
CREATE TABLE layout (
  view   TEXT NOT NULL,
  key    TEXT NOT NULL,
  x      REAL NOT NULL,
  y      REAL NOT NULL,
  width  REAL,
  height REAL,
  folded INTEGER NOT NULL CHECK (folded IN (0, 1)),
  PRIMARY KEY (view, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE annotation (
  id       INTEGER PRIMARY KEY,
  key      TEXT    NOT NULL,                          -- the object it is pinned to, '' for the whole design
  revision INTEGER NOT NULL,
  author   TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  done     INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;
CREATE TABLE bookmark (id INTEGER PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL) STRICT;
CREATE TABLE branch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, from_revision INTEGER NOT NULL) STRICT;
CREATE TABLE scenario (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, yaml TEXT NOT NULL) STRICT;
CREATE TABLE setting (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
`,
};
