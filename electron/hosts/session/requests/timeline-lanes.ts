import { fields, number, optional, text } from '../input.ts';
import type { Handler } from './handler.ts';

const MOST_LANES = 5_000;

export const timelineLanes: Handler<'timeline.lanes'> = (input, { desk }) => {
  const o = fields(input);
  const fromMs = number(o, 'fromMs');
  const namespace = optional(o, 'namespace', text);
  return desk.session.timeline.lanes({
    fromMs,
    toMs: number(o, 'toMs', fromMs),
    limit: Math.floor(number(o, 'limit', 1, MOST_LANES)),
    ...(namespace !== undefined && { namespace }),
  });
};
