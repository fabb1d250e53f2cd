/** The formats of the document file, oldest first. A new one is a file in this folder and a line here; none is ever changed. */
import type { Migration } from './migration.ts';
import { first } from './0001-first.ts';
import { sources } from './0002-sources.ts';

export const migrations: readonly Migration[] = [first, sources];

/** The newest format this Drydock knows. */
export const NEWEST_FORMAT = migrations.length;
