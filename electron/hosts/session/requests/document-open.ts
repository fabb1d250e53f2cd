import { fields } from '../input.ts';
import { absolutePath } from '../paths.ts';
import type { Handler } from './handler.ts';

export const documentOpen: Handler<'document.open'> = (input, { desk }) => desk.openDocument(absolutePath(fields(input), 'path')).info();
