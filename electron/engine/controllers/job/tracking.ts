/**
 * Counts ended pods exactly once: first their uids go into the status, then the finalizer that kept them comes off, and
 * only then are they counted and forgotten. Source: pkg/controller/job/job_controller.go (trackJobStatusAndRemoveFinalizers).
 */
import { isTerminating } from '#shared/api/object.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import { conditionOf } from '../conditions.ts';
import { nonZero } from '../counts.ts';
import { recordEvent } from '../events.ts';
import { failsByIndex, indexOf, isIndexed, isTracked, validIndexOf } from './completion-index.ts';
import { countsAsFailure, hasFailed } from './failure-policy.ts';
import { formatIntervals, hasIndex, sizeOf, withIndexes } from './intervals.ts';
import { untracked } from './manage.ts';
import { jobCondition, type JobCondition } from './outcome.ts';
import type { Tally } from './tally.ts';

type Status = Job['status'];

/** Uids that the status may hold at a time. */
const MOST_UNCOUNTED = 500;

/**
 * Writes the status, lets go of the pods that it now counts, and writes it again. `status` holds what the reconcile has
 * found out so far; `outcome` ends the Job as soon as all its pods are counted and gone.
 */
export function track(t: Tally, status: Status, outcome: JobCondition | undefined): void {
  const { client, job } = t;
  const noted = note(t, settled(status, new Set(t.pods.filter(isTracked).map((p) => p.metadata.uid))), outcome);
  const announced = outcome ? announce(noted.status, outcome) : noted.status;
  const flushed = client.updateStatus(jobs, { ...job, status: clean(announced) });
  const done = new Set(noted.free.map((p) => p.metadata.uid));
  for (const p of noted.free) untracked(client, p);
  const counted = settled(announced, new Set(t.pods.filter((p) => isTracked(p) && !done.has(p.metadata.uid)).map((p) => p.metadata.uid)));
  const end = outcome && !noted.full && finalCondition(t, counted, outcome);
  const saved = client.updateStatus(jobs, { ...flushed, status: clean(end ? ended(counted, end) : counted) });
  if (end) sayEnd(t, saved, end);
}

/** Which pods can be counted and let go of now, with the status that holds their uids. */
function note(
  t: Tally,
  status: Status,
  outcome: JobCondition | undefined,
): { readonly status: Status; readonly free: readonly Pod[]; readonly full: boolean } {
  const { job } = t;
  const { uncountedTerminatedPods: known = {} } = job.status;
  const succeeded = [...(status.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(status.uncountedTerminatedPods?.failed ?? [])];
  const indexes: number[] = [];
  const free: Pod[] = [];
  const pods = isIndexed(job) ? t.pods.toSorted((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1)) : t.pods;
  let full = false;
  for (const p of pods) {
    const { uid } = p.metadata;
    if (!isTracked(p) || !mayGo(t, p, outcome)) continue;
    free.push(p);
    if (p.status.phase === 'Succeeded' && !known.failed?.includes(uid)) {
      const index = validIndexOf(job, p);
      if (!isIndexed(job)) succeeded.push(...(known.succeeded?.includes(uid) ? [] : [uid]));
      else if (index !== undefined && !hasIndex(t.countedIndexes, index)) indexes.push(index);
    } else if (
      (hasFailed(job, p) || (outcome && outcome.type !== 'SuccessCriteriaMet')) &&
      !known.failed?.includes(uid) &&
      (!isIndexed(job) || validIndexOf(job, p) !== undefined) &&
      countsAsFailure(job, p)
    )
      failed.push(uid);
    if (indexes.length + succeeded.length + failed.length >= MOST_UNCOUNTED) {
      full = true;
      break;
    }
  }
  const next: Status = {
    ...status,
    uncountedTerminatedPods: { ...(succeeded.length ? { succeeded } : {}), ...(failed.length ? { failed } : {}) },
  };
  if (!isIndexed(job)) return { status: next, free, full };
  const all = withIndexes(t.succeededIndexes, indexes);
  return {
    status: {
      ...next,
      succeeded: sizeOf(all),
      completedIndexes: formatIntervals(all),
      ...(t.failedIndexes ? { failedIndexes: formatIntervals(t.failedIndexes) } : {}),
    },
    free,
    full,
  };
}

function mayGo({ job, awaiting }: Tally, p: Pod, outcome: JobCondition | undefined): boolean {
  if (isTerminating(job) || outcome || p.status.phase === 'Succeeded') return true;
  if (!hasFailed(job, p)) return false;
  const index = indexOf(p);
  return !(failsByIndex(job) && index !== undefined && awaiting.get(index)?.metadata.uid === p.metadata.uid);
}

/** The status with those counted whose finalizer is off. `tracked` are the uids that still have it. */
function settled(status: Status, tracked: ReadonlySet<string>): Status {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const waiting = { succeeded: succeeded.filter((u) => tracked.has(u)), failed: failed.filter((u) => tracked.has(u)) };
  return {
    ...status,
    succeeded: (status.succeeded ?? 0) + succeeded.length - waiting.succeeded.length,
    failed: (status.failed ?? 0) + failed.length - waiting.failed.length,
    uncountedTerminatedPods: {
      ...(waiting.succeeded.length ? { succeeded: waiting.succeeded } : {}),
      ...(waiting.failed.length ? { failed: waiting.failed } : {}),
    },
  };
}

/** What is going to be is said before pods are let go of: should anything happen in between, it is not decided anew. */
function announce(status: Status, outcome: JobCondition): Status {
  const interim = outcome.type === 'FailureTarget' || outcome.type === 'SuccessCriteriaMet';
  return interim && !conditionOf(status.conditions, outcome.type)
    ? { ...status, conditions: [...(status.conditions ?? []), outcome] }
    : status;
}

/** The condition that ends the Job, once all its pods are counted and none is still on its way out. */
function finalCondition({ client }: Tally, status: Status, outcome: JobCondition): JobCondition | undefined {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (succeeded.length + failed.length > 0 || (status.terminating ?? 0) > 0) return undefined;
  return jobCondition(
    outcome.type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed',
    outcome.reason ?? '',
    outcome.message ?? '',
    client.timestamp,
  );
}

function ended(status: Status, end: JobCondition): Status {
  return {
    ...status,
    conditions: [...(status.conditions ?? []), end],
    ...(end.type === 'Complete' ? { completionTime: end.lastTransitionTime as string } : {}),
  };
}

function sayEnd({ client }: Tally, job: Job, end: JobCondition): void {
  const say = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    recordEvent(client, { component: 'job-controller' }, job, { type, reason, message });
  if (end.type === 'Failed') {
    say('Warning', end.reason ?? '', end.message ?? '');
    return;
  }
  if ((job.status.succeeded ?? 0) > (job.spec.completions ?? Infinity))
    say('Warning', 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached');
  say('Normal', 'Completed', 'Job completed');
}

/** As the API writes it: zero counts and empty texts are left out, but for those that are pointers. */
function clean({ active, succeeded, failed, completedIndexes, ...rest }: Status): Status {
  return { ...rest, ...nonZero({ active, succeeded, failed }), ...(completedIndexes ? { completedIndexes } : {}) };
}
