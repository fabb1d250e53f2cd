/** A Deployment's status: counts, whether it is available, how it progresses. Source: pkg/controller/deployment (sync.go, progress.go). */
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { Deployment, DeploymentCondition } from '#shared/kinds/types.ts';
import { conditionOf, withoutCondition } from '../conditions.ts';
import { nonZero } from '../counts.ts';
import { allOf, availableOf, bounds, readyOf, runningOf, terminatingOf, UNLIMITED, wanted, wantedOf } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';

type Status = Deployment['status'];
type Said = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>;

/** The conditions with this one in its place, unless it says the same already. Its transition time moves only with its status. */
export function withDeploymentCondition(conditions: Status['conditions'], said: Said, now: string): readonly DeploymentCondition[] {
  const known = conditionOf(conditions, said.type);
  if (known?.status === said.status && known.reason === said.reason) return conditions ?? [];
  return [
    ...withoutCondition(conditions, said.type),
    {
      ...said,
      lastUpdateTime: now,
      lastTransitionTime: known?.status === said.status && known.lastTransitionTime ? known.lastTransitionTime : now,
    },
  ];
}

/** The Deployment with a condition set. */
export function conditioned(d: Deployment, said: Said, now: string): Deployment {
  return { ...d, status: { ...d.status, conditions: withDeploymentCondition(d.status.conditions, said, now) } };
}

/** Whether it is watched that the Deployment progresses. */
export function hasProgressDeadline(d: Deployment): boolean {
  return d.spec.progressDeadlineSeconds !== undefined && d.spec.progressDeadlineSeconds !== UNLIMITED;
}

/** All replicas are of the present template and available, and no others are left. */
export function isComplete(d: Deployment, s: Status): boolean {
  return (
    (s.updatedReplicas ?? 0) === wanted(d) &&
    (s.replicas ?? 0) === wanted(d) &&
    (s.availableReplicas ?? 0) === wanted(d) &&
    (s.observedGeneration ?? 0) >= (d.metadata.generation ?? 0)
  );
}

/** Counts and availability, as they follow from the ReplicaSets. */
export function countedStatus({ client, deployment: d, sets }: Rollout): Status {
  const all = allOf(sets);
  const available = availableOf(all);
  const { collisionCount } = d.status;
  const enough = available >= wanted(d) - bounds(d).unavailable;
  const conditions = withDeploymentCondition(
    d.status.conditions,
    enough
      ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    client.timestamp,
  );
  return {
    ...nonZero({
      observedGeneration: d.metadata.generation ?? 0,
      replicas: runningOf(all),
      updatedReplicas: sets.current ? runningOf([sets.current]) : 0,
      readyReplicas: readyOf(all),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, wantedOf(all) - available),
    }),
    terminatingReplicas: terminatingOf(all),
    conditions,
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** The same, with how the rollout progresses and what keeps its ReplicaSets from making pods. */
export function rolloutStatus(r: Rollout): Status {
  const { deployment: d, sets } = r;
  const status = countedStatus(r);
  const conditions = progress(r, status);
  const failure = allOf({ current: undefined, old: [...(sets.current ? [sets.current] : []), ...sets.old] })
    .flatMap((rs) => rs.status.conditions ?? [])
    .find((c) => c.type === 'ReplicaFailure');
  const said = failure
    ? withFailure(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime } as DeploymentCondition)
    : withoutCondition(conditions, 'ReplicaFailure');
  return { ...status, conditions: hasProgressDeadline(d) ? said : withoutCondition(said, 'Progressing') };
}

function withFailure(conditions: readonly DeploymentCondition[], failure: DeploymentCondition): readonly DeploymentCondition[] {
  const known = conditionOf(conditions, failure.type);
  if (known?.status === failure.status && known.reason === failure.reason) return conditions;
  return [...withoutCondition(conditions, failure.type), failure];
}

function progress({ client, deployment: d, sets }: Rollout, next: Status): readonly DeploymentCondition[] {
  const conditions = next.conditions ?? [];
  const known = conditionOf(d.status.conditions, 'Progressing');
  const now = client.timestamp;
  const atRest = (next.replicas ?? 0) === (next.updatedReplicas ?? 0) && known?.reason === 'NewReplicaSetAvailable';
  if (!hasProgressDeadline(d) || atRest) return conditions;
  const name = sets.current ? `ReplicaSet ${JSON.stringify(sets.current.metadata.name)}` : `Deployment ${JSON.stringify(d.metadata.name)}`;
  if (isComplete(d, next))
    return withDeploymentCondition(
      conditions,
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `${name} has successfully progressed.` },
      now,
    );
  if (hasProgressed(d.status, next)) {
    // Every sign of progress is noted with its time, also where the condition says the same already.
    const lastTransitionTime = known?.status === 'True' && known.lastTransitionTime ? known.lastTransitionTime : now;
    return [
      ...withoutCondition(conditions, 'Progressing'),
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: `${name} is progressing.`,
        lastUpdateTime: now,
        lastTransitionTime,
      },
    ];
  }
  if (hasTimedOut(d, known, client.wallMs))
    return withDeploymentCondition(
      conditions,
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `${name} has timed out progressing.` },
      now,
    );
  return conditions;
}

function hasProgressed(before: Status, after: Status): boolean {
  const old = (s: Status) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** When the deadline of a Progressing condition has passed, in ms since 1970: a second later than it says, since times on objects are whole seconds. */
function deadline(d: Deployment, known: DeploymentCondition): Ms {
  return (parseTime(known.lastUpdateTime) ?? 0) + ((d.spec.progressDeadlineSeconds ?? 0) + 1) * 1000;
}

function hasTimedOut(d: Deployment, known: DeploymentCondition | undefined, nowMs: Ms): boolean {
  if (!known || known.reason === 'NewReplicaSetAvailable') return false;
  return known.reason === 'ProgressDeadlineExceeded' || deadline(d, known) <= nowMs;
}

/** How long until it must be checked whether the rollout is stuck; undefined where it need not be. */
export function progressCheckInMs(d: Deployment, nowMs: Ms): Ms | undefined {
  const known = conditionOf(d.status.conditions, 'Progressing');
  if (
    !hasProgressDeadline(d) ||
    !known ||
    isComplete(d, d.status) ||
    known.reason === 'ProgressDeadlineExceeded' ||
    known.reason === 'NewReplicaSetAvailable'
  )
    return undefined;
  return Math.max(0, deadline(d, known) - nowMs);
}
