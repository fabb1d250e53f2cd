import { fields, number, oneOf, optional, text } from '../input.ts';
import type { Handler } from './handler.ts';

const MOST_ROWS = 5_000;

export const timelineTop: Handler<'timeline.top'> = (input, { desk: { session } }) => {
  const o = fields(input);
  const namespace = optional(o, 'namespace', text);
  const { nowMs } = session.clock();
  return session.timeline.top({
    of: oneOf(o, 'of', ['nodes', 'pods']),
    atMs: Math.min(nowMs, number(o, 'atMs', 0)),
    limit: Math.floor(number(o, 'limit', 1, MOST_ROWS)),
    epochMs: session.cluster.core.epochMs,
    ...(namespace !== undefined && { namespace }),
  });
};
