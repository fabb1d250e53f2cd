import type { Handler } from './handler.ts';

/** Timers listed. */
const MOST_TIMERS = 500;

export const debugInspect: Handler<'debug.inspect'> = (_input, { desk: { session } }) => {
  const { queues, timers } = session.cluster.inspect();
  const { store } = session.cluster.core;
  const objects = store.resources().reduce((n, r) => n + store.count(r), 0);
  const { rss, heapUsed } = process.memoryUsage();
  return {
    queues,
    timers: timers.slice(0, MOST_TIMERS),
    stats: {
      revision: store.revision,
      objects,
      timers: timers.length,
      rssMb: Math.round(rss / 2 ** 20),
      heapMb: Math.round(heapUsed / 2 ** 20),
    },
  };
};
