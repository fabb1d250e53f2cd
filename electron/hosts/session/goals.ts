/** Where live time can be run on to. */
import type { Jump } from '#shared/ipc/clock.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Cluster } from '#engine/cluster.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { isComing, stateAmong } from '#shared/graph/state.ts';
import type { Goal } from './pace.ts';

/** A goal with what is said of it while it is run to. */
export interface NamedGoal {
  readonly label: string;
  /** Ms of virtual time to go; 0 where that is not known. */
  readonly total: Ms;
  readonly run: Goal;
  /** Ms of virtual time gone. */
  done(): Ms;
  end(): void;
}

/** Where nothing happens at all, time is run on no further than this; where everything goes well, no further than that. */
const FARTHEST_MS: Ms = 24 * 3_600_000;
const WELL_MS: Ms = 3_600_000;

export function goalOf(cluster: Cluster, jump: Jump): NamedGoal {
  const from = cluster.now;
  const { store } = cluster.core;
  const about = { done: () => cluster.now - from, end: () => {}, total: 0 };
  switch (jump.to) {
    case 'time':
      return { ...about, label: 'Running on', total: jump.atMs - from, run: (stop) => cluster.advanceTo(jump.atMs, stop) };
    case 'quiet':
      return { ...about, label: 'Running until nothing changes', run: (stop) => cluster.advanceUntilQuiet(Infinity, stop) };
    case 'next-event': {
      const { revision } = store;
      return { ...about, label: 'Running to the next event', run: stepwise(cluster, from, () => store.revision > revision) };
    }
    case 'next-failure': {
      let failed = false;
      const isFailed = (o: ApiObject) =>
        o.kind !== 'Event' &&
        stateAmong(o, false).state === 'failed' &&
        stateAmong(o, store.list({ resource: 'core/nodes' }).some(isComing)).state === 'failed';
      const end = store.observe(({ before, after }) => {
        failed ||= after !== undefined && isFailed(after) && (!before || !isFailed(before));
      });
      // what fails again and again, or fails later by itself, keeps nothing from being quiet
      const well = () => cluster.now >= from + WELL_MS && cluster.core.clock.nextDue('settling') === undefined;
      return { ...about, end, label: 'Running to the next failure', run: stepwise(cluster, from, () => failed || well()) };
    }
  }
}

/** Goes from timer to timer until `there`, or there are none within reach. */
function stepwise(cluster: Cluster, from: Ms, there: () => boolean): Goal {
  return (stop) => {
    for (;;) {
      if (!cluster.advanceTo(cluster.now, stop)) return there();
      const due = cluster.core.clock.nextDue();
      if (there() || due === undefined || due > from + FARTHEST_MS) return true;
      if (!cluster.advanceTo(due, stop)) return there();
    }
  };
}
