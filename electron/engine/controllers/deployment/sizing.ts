/** How large a Deployment's ReplicaSets are to be. Source: pkg/controller/deployment (sync.go, scaleReplicaSet) and its util. */
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { Deployment, ReplicaSet } from '#shared/kinds/types.ts';
import { replicaAnnotations } from './annotations.ts';
import { bounds, countIn, DESIRED_REPLICAS, isRolling, MAX_REPLICAS, wanted, withSet } from './replica-sets.ts';
import { say, type Rollout } from './rollout.ts';

/** How many replicas the current ReplicaSet may have now, where all together ask for `total` and it for `own` of them. */
export function newReplicas(d: Deployment, total: number, own: number): number {
  if (!isRolling(d)) return wanted(d);
  const room = wanted(d) + bounds(d).surge - total;
  return room <= 0 ? own : own + Math.min(room, wanted(d) - own);
}

/** Sets a ReplicaSet's size and says so. `evenly` also brings its annotations up to date where the size stays. */
export function scaled(r: Rollout, rs: ReplicaSet, size: number, evenly = false): Rollout {
  const { client, deployment: d } = r;
  const old = wanted(rs);
  const stale = evenly && (countIn(rs, DESIRED_REPLICAS) !== wanted(d) || countIn(rs, MAX_REPLICAS) !== wanted(d) + bounds(d).surge);
  if (old === size && !stale) return r;
  const next = client.update(replicaSets, {
    ...rs,
    metadata: { ...rs.metadata, annotations: { ...rs.metadata.annotations, ...replicaAnnotations(d) } },
    spec: { ...rs.spec, replicas: size },
  });
  if (old !== size)
    say(r, 'Normal', 'ScalingReplicaSet', `Scaled ${old < size ? 'up' : 'down'} replica set ${rs.metadata.name} from ${old} to ${size}`);
  return { ...r, sets: withSet(r.sets, next) };
}
