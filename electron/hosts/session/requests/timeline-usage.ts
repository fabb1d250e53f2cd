import { fields, number, optional, text } from '../input.ts';
import type { Handler } from './handler.ts';

const MOST_POINTS = 500;

export const timelineUsage: Handler<'timeline.usage'> = (input, { desk: { session } }) => {
  const o = fields(input);
  const fromMs = number(o, 'fromMs', 0);
  const key = optional(o, 'key', text);
  const namespace = optional(o, 'namespace', text);
  const { nowMs } = session.clock();
  const toMs = Math.max(fromMs, Math.min(nowMs, number(o, 'toMs', fromMs)));
  return session.timeline.usage({
    fromMs,
    toMs,
    points: Math.floor(number(o, 'points', 1, MOST_POINTS)),
    epochMs: session.cluster.core.epochMs,
    ...(key !== undefined && { key }),
    ...(namespace !== undefined && { namespace }),
  });
};
