import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fields, optional } from '../input.ts';
import { absolutePath } from '../paths.ts';
import { fileFault } from '../files.ts';
import type { Handler } from './handler.ts';

/** Entries shown of one folder. */
const MOST = 5_000;

/** A folder of this machine, folders first; the home folder, unless one is named. Hidden entries are left out. */
export const filesList: Handler<'files.list'> = (input) => {
  const path = optional(fields(input), 'path', absolutePath) ?? homedir();
  try {
    const entries = readdirSync(path, { withFileTypes: true })
      .filter((e) => !e.name.startsWith('.'))
      .slice(0, MOST)
      .map((e) => ({
        name: e.name,
        path: join(path, e.name),
        folder: e.isDirectory() || (e.isSymbolicLink() && isFolder(join(path, e.name))),
      }))
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, 'en', { numeric: true }));
    const parent = dirname(path);
    return { path, ...(parent !== path && { parent }), entries };
  } catch (e) {
    throw fileFault(e, path);
  }
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
