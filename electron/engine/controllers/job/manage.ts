/** Makes and deletes a Job's pods. Source: pkg/controller/job/job_controller.go (manageJob). */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { isPodReady, isPodTerminating } from '#shared/kinds/core/pod-availability.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { leastUsefulFirst } from '../deletion-order.ts';
import { soonest, type Requeue } from '../controller.ts';
import { createPod, deletePod, slowStart } from '../pod-control.ts';
import { backoff, indexBackoff } from './backoff.ts';
import { completionsOf, failsByIndex, indexesOf, isIndexed, jobPod, superfluous, TRACKING } from './completion-index.ts';
import { waitsForEnd } from './failure-policy.ts';
import { firstOutside, merged, withIndexes } from './intervals.ts';
import { isSuspended, parallelismOf, type Tally } from './tally.ts';

/** What the pods are after a reconcile has done its part. */
export interface Managed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** The API's refusal, if there was one. */
  readonly failure?: ApiError | undefined;
  /** When failed pods may be replaced. */
  readonly wait?: Requeue | undefined;
}

/** Pods made or deleted in one reconcile; the rest follows in the next. */
const BURST = 500;

const BY = { component: 'job-controller' };

/** Deletes all active pods of a Job that is to end; they are counted before they go. */
export function giveUp(t: Tally): Managed {
  return removed(t, t.active, (p) => deletePod(t.client, BY, t.job, p));
}

/** Brings the number of active pods to what is asked for. */
export function manage(t: Tally): Managed {
  const { job, active } = t;
  if (isSuspended(job)) return withdrawn(t, tooMany(t, active.length));
  const wanted = Math.max(0, wantedActive(t));
  const surplus = tooMany(t, Math.max(0, active.length - wanted));
  if (surplus.length) return withdrawn(t, surplus.slice(0, BURST));
  const missing = wanted - active.length - (waitsForEnd(job) ? t.terminating : 0);
  return missing > 0 ? created(t, missing) : unchanged(t);
}

const unchanged = ({ active, ready, terminating }: Tally): Managed => ({ active: active.length, ready, terminating });

function wantedActive({ job, active, succeeded }: Tally): number {
  if (job.spec.completions === undefined) return succeeded > 0 ? active.length : parallelismOf(job);
  return Math.min(job.spec.completions - succeeded, parallelismOf(job));
}

function tooMany({ job, active }: Tally, atLeast: number): readonly Pod[] {
  const { remove, left } = isIndexed(job) ? superfluous(job, active) : { remove: [], left: active };
  return remove.length < atLeast ? [...remove, ...leastUsefulFirst(left).slice(0, atLeast - remove.length)] : remove;
}

/** Deletes pods that are not wanted: they are not counted, so nothing need keep them. */
function withdrawn(t: Tally, surplus: readonly Pod[]): Managed {
  return removed(t, surplus, (p) => {
    const free = untracked(t.client, p);
    if (free) deletePod(t.client, BY, t.job, free);
  });
}

/** Takes what keeps a pod for counting off it. Undefined where the pod is gone, before or by that. */
export function untracked(client: Client, p: Pod): Pod | undefined {
  const now = client.get(pods, namespaceOf(p), p.metadata.name);
  if (!now || now.metadata.uid !== p.metadata.uid || !now.metadata.finalizers?.includes(TRACKING))
    return now?.metadata.uid === p.metadata.uid ? now : undefined;
  const { finalizers, ...metadata } = now.metadata;
  const left = finalizers.filter((f) => f !== TRACKING);
  client.update(pods, { ...now, metadata: left.length ? { ...metadata, finalizers: left } : metadata });
  return client.get(pods, namespaceOf(p), p.metadata.name);
}

function removed(t: Tally, list: readonly Pod[], remove: (p: Pod) => void): Managed {
  let gone = 0;
  let readyGone = 0;
  let failure: ApiError | undefined;
  for (const p of list) {
    try {
      remove(p);
      gone++;
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      failure ??= e;
    }
    if (isPodReady(p)) readyGone++;
  }
  return { active: t.active.length - gone, ready: t.ready - readyGone, terminating: t.terminating + gone, failure };
}

function created(t: Tally, missing: number): Managed {
  const { client, job } = t;
  const wait = failsByIndex(job) ? undefined : backoff(job, t.pods, client.wallMs);
  // As in Kubernetes a Job that waits reports no active pods, whether or not there are any.
  if (wait) return { ...unchanged(t), active: 0, wait };
  const count = Math.min(missing, BURST);
  const indexes = isIndexed(job) ? pendingIndexes(t, count) : undefined;
  const now = indexes?.filter((i) => !indexBackoff(t.awaiting.get(i), client.wallMs));
  if (indexes?.length && !now?.length)
    return { ...unchanged(t), active: 0, wait: soonest(...indexes.map((i) => indexBackoff(t.awaiting.get(i), client.wallMs))) };
  let made = 0;
  let failure: ApiError | undefined;
  try {
    slowStart(now?.length ?? count, (i) => {
      const index = now?.[i];
      if (createQuietly(client, t, index)) made++;
    });
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    failure = e;
  }
  return { ...unchanged(t), active: t.active.length + made, failure };
}

function createQuietly(client: Client, t: Tally, index: number | undefined): boolean {
  try {
    createPod(client, BY, t.job, jobPod(t.job, index, index === undefined ? undefined : t.awaiting.get(index)));
  } catch (e) {
    if (!(e instanceof ApiError && namespaceIsTerminating(e))) throw e;
  }
  return true;
}

/** The first indexes that have no pod and are not done. */
function pendingIndexes({ job, pods: all, active, succeededIndexes, failedIndexes }: Tally, count: number): readonly number[] {
  const held = withIndexes(succeededIndexes, indexesOf(waitsForEnd(job) ? [...active, ...all.filter(isPodTerminating)] : active));
  return firstOutside(failedIndexes ? merged(held, failedIndexes) : held, count, completionsOf(job));
}
