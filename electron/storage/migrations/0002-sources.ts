/** The texts that objects were imported from, beside the log. */
import type { Migration } from './migration.ts';

export const sources: Migration = {
  to: 2,
  sql: `
CREATE TABLE source (
  key      TEXT    PRIMARY KEY,
  revision INTEGER NOT NULL,                          -- the write that the text became
  text     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
