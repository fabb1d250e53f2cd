/** Takes away events that have been kept long enough. */
import { writtenAt } from '#shared/api/object.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { events } from '#shared/kinds/core/event.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Controller } from './controller.ts';
import { EVENTS_KEPT_MS, lastSeenMs } from './events.ts';

/** One key for all: thousands of events need no timers of their own. */
const ALL = '/events';

/** They go with the minute, many at a time. */
const SWEEP_MS: Ms = 60_000;

export function eventExpiry(): Controller {
  let planned = false; // while a look is planned, a new event changes nothing
  return {
    name: 'event-expiry',
    watches: [{ resource: 'core/events', keys: ({ before, after }) => (!planned && !before && after ? [ALL] : []) }],
    reconcile(_key, client, because) {
      const all = client.list(events);
      let next = Infinity;
      for (const e of all) {
        const left = goesMs(e) - client.wallMs;
        if (left > 0) next = Math.min(next, left);
        else because(writtenAt(e), () => client.delete(events, e));
      }
      planned = next !== Infinity;
      return !planned ? undefined : { requeueAfter: next, urgency: 'background' };
    },
  };
}

/** When it goes: each time it is counted it lives for another hour. */
function goesMs(e: Event): Ms {
  const writtenMs = Math.max(lastSeenMs(e), parseTime(e.metadata.creationTimestamp) ?? 0);
  return Math.ceil((writtenMs + EVENTS_KEPT_MS) / SWEEP_MS) * SWEEP_MS;
}
