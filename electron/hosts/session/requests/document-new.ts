import { ApiError } from '#shared/api/errors.ts';
import { fields, optional, someText } from '../input.ts';
import { sampleFile } from '../samples.ts';
import type { Handler } from './handler.ts';

/** Begins a new design, empty or from a sample. */
export const documentNew: Handler<'document.new'> = (input, { desk }) => {
  const id = optional(fields(input), 'sample', someText), sample = id === undefined ? undefined : sampleFile(desk.resources, id);
  if (sample) throw new ApiError('ServiceUnavailable', 'This is not built yet.');
  return desk.create().info();
};
