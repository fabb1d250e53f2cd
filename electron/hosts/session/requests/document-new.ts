import { ApiError } from '#shared/api/errors.ts';
import { importFiles } from '../import.ts';
import { fields, optional, someText } from '../input.ts';
import { sampleFile } from '../samples.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

/** Begins a new design, empty or from a sample. */
export const documentNew: Handler<'document.new'> = async (input, { desk }) => {
  const o = fields(input);
  const id = optional(o, 'sample', someText);
  const sample = id === undefined ? undefined : sampleFile(desk.resources, id);
  const name = sample ? id?.replace(/^\d+-/, '') : optional(o, 'name', someText);
  const session = desk.create(name === undefined ? {} : { name });
  if (sample) {
    const { dryRun, notes } = await importFiles(desk, session, [sample], { by: ADMIN });
    if (dryRun) throw new ApiError('InternalError', `The sample ${sample.name} cannot be opened: ${notes[0]?.message ?? ''}`);
  }
  return session.info();
};
