/** Native dialogs are the desktop's own; there its main process answers, and these are never asked. */
import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

const refuse = (): never => {
  throw new ApiError('BadRequest', 'This host has no dialogs of its own.');
};

export const dialogOpen: Handler<'dialog.open'> = refuse;
export const dialogSave: Handler<'dialog.save'> = refuse;
