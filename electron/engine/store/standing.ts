/** How a written object was, as the log keeps it beside each row: its state, and for an event whether it warns. */
import type { ApiObject } from '#shared/api/object.ts';
import { stateOf } from '#shared/graph/state.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Event } from '#shared/kinds/types.ts';

export function standingOf(o: ApiObject): State {
  if (o.kind === 'Event') return (o as Event).type === 'Warning' ? 'attention' : 'ready';
  try {
    return stateOf(o).state;
  } catch {
    return 'ready'; // a log takes whatever it is given, also what no API server has completed
  }
}
