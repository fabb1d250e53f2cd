/** Recreate: all old pods go, and only when they are gone the new ones come. Source: pkg/controller/deployment/recreate.go. */
import { withCurrent } from './current.ts';
import { cleanedUp } from './history.ts';
import { isActive, runningOf, terminatingOf, wanted } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';
import { scaled } from './sizing.ts';

/** One step of such an update. */
export function recreate(start: Rollout): Rollout {
  const r = withCurrent(start, false);
  const active = r.sets.old.filter(isActive);
  if (active.length) return active.reduce((next, rs) => scaled(next, rs, 0), r);
  // What the old ReplicaSets count is what still runs: their status changes as their pods end, and wakes the Deployment.
  if (runningOf(r.sets.old) + terminatingOf(r.sets.old) > 0) return r;
  const made = withCurrent(r, true);
  const { current } = made.sets;
  return cleanedUp(current ? scaled(made, current, wanted(made.deployment)) : made);
}
