/** Takes away events that have been kept long enough. */
import { parseTime, type Ms } from '#shared/api/time.ts';
import { events } from '#shared/kinds/core/event.ts';
import type { Event } from '#shared/kinds/types.ts';
import type { Controller } from './controller.ts';
import { EVENTS_KEPT_MS, lastSeenMs } from './events.ts';

/** One key for all: thousands of events need no timers of their own. */
const ALL = '/events';

/** How often the oldest are looked for. */
const SWEEP_MS: Ms = 60_000;

export function eventExpiry(): Controller {
  let planned = false; // while a look is planned, a new event changes nothing
  return {
    name: 'event-expiry',
    watches: [{ resource: 'core/events', keys: ({ before, after }) => (!planned && !before && after ? [ALL] : []) }],
    reconcile(_key, client) {
      const all = client.list(events);
      let next = Infinity;
      for (const e of all) {
        const left = writtenMs(e) + EVENTS_KEPT_MS - client.wallMs;
        if (left > 0) next = Math.min(next, left);
        else client.delete(events, e);
      }
      planned = next !== Infinity;
      return !planned ? undefined : { requeueAfter: Math.max(next, SWEEP_MS), urgency: 'background' };
    },
  };
}

/** When it was last written: each time it is counted it lives for another hour. */
function writtenMs(e: Event): Ms {
  return Math.max(lastSeenMs(e), parseTime(e.metadata.creationTimestamp) ?? 0);
}
