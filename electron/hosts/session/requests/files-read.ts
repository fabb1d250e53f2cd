import { fields, list } from '../input.ts';
import { absolutePath } from '../paths.ts';
import { readManifests } from '../files.ts';
import type { Handler } from './handler.ts';

/** The manifests at these places, folders with all that is below them. */
export const filesRead: Handler<'files.read'> = (input) => {
  const paths = list(fields(input), 'paths', (p) => absolutePath({ path: p }, 'path'));
  return readManifests(paths);
};
