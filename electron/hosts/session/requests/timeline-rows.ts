import { fields, number, optional, text } from '../input.ts';
import type { Handler } from './handler.ts';

const MOST_ROWS = 5_000;

export const timelineRows: Handler<'timeline.rows'> = (input, { desk }) => {
  const o = fields(input);
  const key = optional(o, 'key', text);
  const after = optional(o, 'after', number);
  const before = optional(o, 'before', number);
  return desk.session.timeline.rows({
    limit: Math.floor(number(o, 'limit', 1, MOST_ROWS)),
    ...(key !== undefined && { key }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  });
};
