import { fields } from '../input.ts';
import { absolutePath } from '../paths.ts';
import type { Handler } from './handler.ts';

export const documentSaveCopy: Handler<'document.saveCopy'> = async (input, { desk }) => {
  const path = absolutePath(fields(input), 'path');
  await desk.saveCopy(path);
  return { path };
};
