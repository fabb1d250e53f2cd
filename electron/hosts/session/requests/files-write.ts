import { fields, list, someText, text } from '../input.ts';
import { absolutePath } from '../paths.ts';
import { writeFiles } from '../files.ts';
import type { Handler } from './handler.ts';

/** Writes files into a folder, each complete or not at all. */
export const filesWrite: Handler<'files.write'> = (input) => {
  const o = fields(input);
  const files = list(o, 'files', (f) => {
    const file = fields(f, 'a file');
    return { name: someText(file, 'name'), text: text(file, 'text') };
  });
  return { written: writeFiles(absolutePath(o, 'folder'), files) };
};
