/** Old ReplicaSets are kept to go back to, as many as the Deployment says. Source: pkg/controller/deployment (cleanupDeployment). */
import { isTerminating } from '#shared/api/object.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { ReplicaSet } from '#shared/kinds/types.ts';
import { byAge, revisionOf, UNLIMITED, wanted } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';
import { isComplete } from './status.ts';

/** Deletes the oldest beyond the limit once the rollout is complete, or at once where `always` says so. */
export function cleanedUp(r: Rollout, always = false): Rollout {
  const { client, deployment: d, sets } = r;
  const limit = d.spec.revisionHistoryLimit;
  if (limit === undefined || limit === UNLIMITED || !(always || isComplete(d, d.status))) return r;
  const kept = sets.old.filter((rs) => !isTerminating(rs)).sort(byRevision);
  for (const rs of kept.slice(0, Math.max(0, kept.length - limit))) if (isEmpty(rs)) client.delete(replicaSets, rs);
  return r;
}

function isEmpty(rs: ReplicaSet): boolean {
  return (rs.status.replicas ?? 0) === 0 && wanted(rs) === 0 && (rs.metadata.generation ?? 0) <= (rs.status.observedGeneration ?? 0);
}

function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const x = revisionOf(a);
  const y = revisionOf(b);
  return x === undefined || y === undefined || x === y ? byAge(a, b) : x - y;
}
