/**
 * A Deployment that is scaled in the middle of a rollout, or while it is paused, changes all its ReplicaSets in
 * proportion: neither the new nor the old then gains by it. Source: pkg/controller/deployment (sync.go, scale).
 */
import type { Deployment, ReplicaSet } from '#shared/kinds/types.ts';
import { withCurrent } from './current.ts';
import { cleanedUp } from './history.ts';
import { allOf, bounds, byAge, countIn, DESIRED_REPLICAS, isActive, isRolling, MAX_REPLICAS, wanted, wantedOf } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';
import { scaled } from './sizing.ts';

/** True where the Deployment's size is not the one its ReplicaSets were last sized for. */
export function isScaling({ deployment: d, sets }: Rollout): boolean {
  return allOf(sets)
    .filter(isActive)
    .some((rs) => (countIn(rs, DESIRED_REPLICAS) ?? wanted(d)) !== wanted(d));
}

/** Sizes all ReplicaSets for the Deployment's size. No new one is made. */
export function scaleOut(start: Rollout): Rollout {
  const r = resized(withCurrent(start, false));
  return r.deployment.spec.paused ? cleanedUp(r, true) : r;
}

function resized(r: Rollout): Rollout {
  const { deployment: d, sets } = r;
  const only = onlyActive(r);
  if (only) return scaled(r, only, wanted(d));
  if (!allOf(sets).length) return r;
  if (isSaturated(d, sets.current)) return sets.old.filter(isActive).reduce((next, rs) => scaled(next, rs, 0), r);
  return isRolling(d) ? proportionally(r) : r;
}

/** The one ReplicaSet with replicas; where none has any, the newest. */
function onlyActive({ sets }: Rollout): ReplicaSet | undefined {
  const active = allOf(sets).filter(isActive);
  return active.length > 1 ? undefined : (active[0] ?? sets.current ?? sets.old.toSorted(byAge).at(-1));
}

function isSaturated(d: Deployment, rs: ReplicaSet | undefined): boolean {
  return (
    rs !== undefined &&
    wanted(rs) === wanted(d) &&
    countIn(rs, DESIRED_REPLICAS) === wanted(d) &&
    (rs.status.availableReplicas ?? 0) === wanted(d)
  );
}

function proportionally(r: Rollout): Rollout {
  const { deployment: d, sets } = r;
  const active = allOf(sets).filter(isActive);
  const toAdd = (wanted(d) > 0 ? wanted(d) + bounds(d).surge : 0) - wantedOf(active);
  // The largest first; of two as large the newer grows and the older shrinks first.
  active.sort((a, b) => wanted(b) - wanted(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)));
  let added = 0;
  const sizes = active.map((rs) => {
    const left = toAdd - added;
    const share = left === 0 ? 0 : toAdd > 0 ? Math.min(fraction(d, rs), left) : Math.max(fraction(d, rs), left);
    added += share;
    return wanted(rs) + share;
  });
  return active.reduce((next, rs, i) => scaled(next, rs, Math.max(0, (sizes[i] ?? 0) + (i === 0 ? toAdd - added : 0)), true), r);
}

/** How many replicas a ReplicaSet gains (or loses) where all grow as the Deployment does. */
function fraction(d: Deployment, rs: ReplicaSet): number {
  if (wanted(d) === 0) return -wanted(rs);
  const before = countIn(rs, MAX_REPLICAS) || (d.status.replicas ?? 0);
  return before === 0 ? 0 : Math.round((wanted(rs) * (wanted(d) + bounds(d).surge)) / before) - wanted(rs);
}
