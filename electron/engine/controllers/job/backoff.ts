/**
 * How long a Job waits before it replaces failed pods: 10 s after the first failure in a row, twice as long after each
 * more, 10 minutes at most. Kubernetes remembers the failures; here they are read off the pods that are still there.
 * Source: pkg/controller/job/backoff_utils.go.
 */
import { parseTime, type Ms } from '#shared/api/time.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { isSidecar } from '#shared/kinds/core/pod-requests.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import { urgencyOfPause } from '../../clock/clock.ts';
import type { Requeue } from '../controller.ts';
import { allFailuresBefore } from './completion-index.ts';
import { hasFailed } from './failure-policy.ts';

const FIRST_MS = 10_000;
const LONGEST_MS = 600_000;

/** When a pod ended, in ms since 1970: when its last container did; else when it ceased to be ready, or was deleted. */
export function finishedMs(p: Pod): Ms {
  return lastExit(p) ?? unreadySince(p) ?? deletedMs(p) ?? parseTime(p.metadata.creationTimestamp) ?? 0;
}

function lastExit(p: Pod): Ms | undefined {
  const sidecars = new Set(p.spec.initContainers?.filter(isSidecar).map((c) => c.name));
  const statuses = [...(p.status.containerStatuses ?? []), ...(p.status.initContainerStatuses?.filter((s) => sidecars.has(s.name)) ?? [])];
  const ends = statuses.map((s) => parseTime(s.state?.terminated?.finishedAt));
  return ends.length && ends.every((e) => e !== undefined) ? Math.max(...ends) : undefined;
}

function unreadySince(p: Pod): Ms | undefined {
  const ready = podCondition(p, 'Ready');
  return ready?.status === 'False' ? parseTime(ready.lastTransitionTime ?? undefined) : undefined;
}

function deletedMs(p: Pod): Ms | undefined {
  const due = parseTime(p.metadata.deletionTimestamp);
  return due === undefined ? undefined : due - (p.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
}

function wait(failures: number, lastFailure: Ms, nowMs: Ms): Requeue | undefined {
  if (failures === 0) return undefined;
  const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  const left = pause - (nowMs - lastFailure);
  return left > 0 ? { requeueAfter: left, urgency: urgencyOfPause(pause) } : undefined;
}

/** How long until the Job may make pods again; undefined where it may. */
export function backoff(job: Job, pods: readonly Pod[], nowMs: Ms): Requeue | undefined {
  const lastSuccess = pods.reduce((last, p) => (p.status.phase === 'Succeeded' ? Math.max(last, finishedMs(p)) : last), -Infinity);
  const failures = pods
    .filter((p) => hasFailed(job, p))
    .map(finishedMs)
    .filter((at) => at > lastSuccess);
  return wait(failures.length, Math.max(...failures), nowMs);
}

/** How long until the pod of an index that has failed may be replaced; undefined where it may. */
export function indexBackoff(lastFailed: Pod | undefined, nowMs: Ms): Requeue | undefined {
  return lastFailed && wait(allFailuresBefore(lastFailed) + 1, finishedMs(lastFailed), nowMs);
}
