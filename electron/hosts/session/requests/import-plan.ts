import { importFiles } from '../import.ts';
import { fields, list } from '../input.ts';
import { sourceFile } from '../source-file.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

/** What importing these files would do. */
export const importPlan: Handler<'import.plan'> = (input, { desk, acting }) =>
  importFiles(desk, desk.session, list(fields(input), 'files', sourceFile), { by: acting ?? ADMIN, dryRun: true });
