import { importFiles } from '../import.ts';
import { boolean, fields, list, optional } from '../input.ts';
import { sourceFile } from '../source-file.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

/** Imports these files, all or nothing unless what is broken may be left out. */
export const importRun: Handler<'import.run'> = (input, { desk, acting }) => {
  const o = fields(input);
  const pool = optional(o, 'pool', boolean) ?? false;
  const skipBroken = optional(o, 'skipBroken', boolean) ?? false;
  return importFiles(desk, desk.session, list(o, 'files', sourceFile), { by: acting ?? ADMIN, pool, skipBroken });
};
