/** How a Job stands, read off its pods. Source: pkg/controller/job/job_controller.go (syncJob). */
import { isPodActive, isPodReady, isPodTerminating } from '#shared/kinds/core/pod-availability.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { finishedMs } from './backoff.ts';
import {
  allFailuresBefore,
  completionsOf,
  failsByIndex,
  failuresBefore,
  indexesOf,
  isIndexed,
  isTracked,
  validIndexOf,
} from './completion-index.ts';
import { countsAsFailure, hasFailed, verdictOn } from './failure-policy.ts';
import { hasIndex, parseIntervals, sizeOf, withIndexes, type Intervals } from './intervals.ts';

/** What one reconcile of a Job has in hand. */
export interface Tally {
  readonly client: Client;
  readonly job: Job;
  /** All its pods, in order of name. */
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly terminating: number;
  readonly ready: number;
  /** Ended pods, those included that the status does not count yet. */
  readonly succeeded: number;
  readonly failed: number;
  /** Of an indexed Job: the indexes that the status counts, and all that have succeeded. */
  readonly countedIndexes: Intervals;
  readonly succeededIndexes: Intervals;
  /** Of a Job that fails by index: the indexes that have. */
  readonly failedIndexes: Intervals | undefined;
  /** Of such a Job: the failed pod of an index that waits to be replaced, and is kept until then. */
  readonly awaiting: ReadonlyMap<number, Pod>;
}

export const isSuspended = (job: Job): boolean => job.spec.suspend ?? false;
export const parallelismOf = (job: Job): number => job.spec.parallelism ?? 1;

/** Counts. */
export function tallyOf(client: Client, job: Job, pods: readonly Pod[]): Tally {
  const active = pods.filter(isPodActive);
  const { uncountedTerminatedPods: uncounted = {}, succeeded = 0, failed = 0 } = job.status;
  const fresh = (p: Pod, known: readonly string[] = []) =>
    isTracked(p) && !known.includes(p.metadata.uid) && (!isIndexed(job) || validIndexOf(job, p) !== undefined);
  const newSucceeded = pods.filter((p) => p.status.phase === 'Succeeded' && fresh(p, uncounted.succeeded));
  const newFailed = pods.filter((p) => hasFailed(job, p) && fresh(p, uncounted.failed) && countsAsFailure(job, p));
  const indexed = isIndexed(job) ? indexTally(job, pods, active) : NOT_INDEXED;
  return {
    client,
    job,
    pods,
    active,
    terminating: pods.filter(isPodTerminating).length,
    ready: active.filter(isPodReady).length,
    succeeded: isIndexed(job) ? sizeOf(indexed.succeededIndexes) : succeeded + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: failed + newFailed.length + (uncounted.failed?.length ?? 0),
    ...indexed,
  };
}

type IndexTally = Pick<Tally, 'countedIndexes' | 'succeededIndexes' | 'failedIndexes' | 'awaiting'>;

const NOT_INDEXED: IndexTally = { countedIndexes: [], succeededIndexes: [], failedIndexes: undefined, awaiting: new Map() };

function indexTally(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexTally {
  const tracked = pods.filter((p) => isTracked(p) && validIndexOf(job, p) !== undefined);
  const at = (p: Pod) => validIndexOf(job, p) as number;
  const countedIndexes = parseIntervals(job.status.completedIndexes, completionsOf(job));
  const succeededIndexes = withIndexes(countedIndexes, tracked.filter((p) => p.status.phase === 'Succeeded').map(at));
  if (!failsByIndex(job)) return { ...NOT_INDEXED, countedIndexes, succeededIndexes };
  const failedIndexes = withIndexes(
    parseIntervals(job.status.failedIndexes, completionsOf(job)),
    tracked.filter((p) => endsIndex(job, p)).map(at),
  );
  const running = indexesOf(active);
  const awaiting = new Map<number, Pod>();
  for (const p of tracked) {
    const index = at(p);
    const known = awaiting.get(index);
    if (!hasFailed(job, p) || hasIndex(succeededIndexes, index) || hasIndex(failedIndexes, index) || running.has(index)) continue;
    if (!known || (allFailuresBefore(known) <= allFailuresBefore(p) && finishedMs(p) >= finishedMs(known))) awaiting.set(index, p);
  }
  return { countedIndexes, succeededIndexes, failedIndexes, awaiting };
}

/** Whether with this pod its index has failed for good. */
function endsIndex(job: Job, p: Pod): boolean {
  if (!hasFailed(job, p)) return false;
  const { action } = verdictOn(job, p);
  return action === 'FailIndex' || (action !== 'Ignore' && failuresBefore(p) >= (job.spec.backoffLimitPerIndex ?? Infinity));
}
