import { fields } from '../input.ts';
import { absolutePath } from '../paths.ts';
import type { Handler } from './handler.ts';

export const documentMove: Handler<'document.move'> = async (input, { desk }) =>
  (await desk.move(absolutePath(fields(input), 'path'))).info();
