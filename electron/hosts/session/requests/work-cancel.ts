import { fields, someText } from '../input.ts';
import type { Handler } from './handler.ts';

export const workCancel: Handler<'work.cancel'> = (input, { desk }) => {
  desk.work.cancel(someText(fields(input), 'id'));
  return {};
};
