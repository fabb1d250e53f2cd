/** The rolling update: the new grows as far as the surge lets it, the old shrinks as far as availability lets it. Source: pkg/controller/deployment/rolling.go. */
import { withCurrent } from './current.ts';
import { cleanedUp } from './history.ts';
import { allOf, availableOf, bounds, byAge, isActive, wanted, wantedOf } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';
import { newReplicas, scaled } from './sizing.ts';

/** One step of a rolling update. */
export function rollOut(start: Rollout): Rollout {
  const r = withCurrent(start, true);
  const up = grown(r);
  if (up !== r) return up;
  const down = shrunk(r);
  return down === r ? cleanedUp(r) : down;
}

function grown(r: Rollout): Rollout {
  const { deployment: d, sets } = r;
  const { current } = sets;
  if (!current || wanted(current) === wanted(d)) return r;
  return scaled(r, current, wanted(current) > wanted(d) ? wanted(d) : newReplicas(d, wantedOf(allOf(sets)), wanted(current)));
}

function shrunk(r: Rollout): Rollout {
  const { deployment: d, sets } = r;
  const { current } = sets;
  if (!current || wantedOf(sets.old) === 0) return r;
  const least = wanted(d) - bounds(d).unavailable;
  // New pods that are not available yet stand in for old ones that may not go.
  const most = wantedOf(allOf(sets)) - least - (wanted(current) - availableOf([current]));
  if (most <= 0) return r;
  const tidied = withoutUnhealthy(r, most);
  let left = availableOf(allOf(tidied.sets)) - least;
  let next = tidied;
  for (const rs of oldest(tidied)) {
    const down = Math.min(wanted(rs), left);
    if (down <= 0) continue;
    next = scaled(next, rs, wanted(rs) - down);
    left -= down;
  }
  return next;
}

/** Old pods that are not available go first: they keep the update from advancing and nobody misses them. */
function withoutUnhealthy(r: Rollout, most: number): Rollout {
  let left = most;
  let next = r;
  for (const rs of oldest(r)) {
    const down = Math.min(left, wanted(rs) - availableOf([rs]));
    if (down <= 0) continue;
    next = scaled(next, rs, wanted(rs) - down);
    left -= down;
  }
  return next;
}

const oldest = (r: Rollout) => r.sets.old.filter(isActive).sort(byAge);
