/** Whether a Job is to end, and how. Source: pkg/controller/job/job_controller.go (syncJob). */
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import { conditionOf, holds } from '../conditions.ts';
import { completionsOf } from './completion-index.ts';
import { hasFailed, verdictOn } from './failure-policy.ts';
import { sizeOf } from './intervals.ts';
import { metSuccessRule } from './success-policy.ts';
import { isSuspended, type Tally } from './tally.ts';

export type JobCondition = NonNullable<Job['status']['conditions']>[number];

/** A condition that holds from now on. */
export function jobCondition(type: string, reason: string, message: string, now: string, status: 'True' | 'False' = 'True'): JobCondition {
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** True once a Job is over and nothing about it will change. */
export function isFinished(job: Job): boolean {
  return holds(job.status.conditions, 'Complete') || holds(job.status.conditions, 'Failed');
}

/**
 * The condition that ends the Job: one that was set before, or what its pods and policies ask for. A Job whose
 * completions are reached is not among them: that is seen only when no more pods are to be made.
 */
export function outcomeOf(t: Tally): JobCondition | undefined {
  return decided(t) ?? failure(t) ?? indexFailure(t) ?? success(t);
}

function decided({ client, job, pods }: Tally): JobCondition | undefined {
  const { conditions } = job.status;
  const met = conditionOf(conditions, 'SuccessCriteriaMet');
  const target = conditionOf(conditions, 'FailureTarget');
  if (met?.status === 'True') return met;
  if (target?.status === 'True') return jobCondition('Failed', target.reason ?? '', target.message ?? '', client.timestamp);
  const fatal =
    job.spec.podFailurePolicy &&
    pods
      .filter((p) => hasFailed(job, p))
      .map((p) => verdictOn(job, p))
      .find((v) => v.action === 'FailJob');
  return fatal && jobCondition('FailureTarget', 'PodFailurePolicy', fatal.message, client.timestamp);
}

const target = ({ client }: Tally, reason: string, message: string) => jobCondition('FailureTarget', reason, message, client.timestamp);

function failure(t: Tally): JobCondition | undefined {
  const { client, job, pods, failed } = t;
  if (failed > (job.spec.backoffLimit ?? 6) || restartsExceed(job, pods))
    return target(t, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const left = deadlineInMs(job, client.wallMs);
  return left !== undefined && left <= 0 ? target(t, 'DeadlineExceeded', 'Job was active longer than specified deadline') : undefined;
}

function indexFailure(t: Tally): JobCondition | undefined {
  const { job, failedIndexes, succeededIndexes } = t;
  const failed = failedIndexes ? sizeOf(failedIndexes) : 0;
  if (failed > (job.spec.maxFailedIndexes ?? Infinity))
    return target(t, 'MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  return failed > 0 && failed + sizeOf(succeededIndexes) >= completionsOf(job)
    ? target(t, 'FailedIndexes', 'Job has failed indexes')
    : undefined;
}

function success({ client, job, succeededIndexes }: Tally): JobCondition | undefined {
  const rule = metSuccessRule(job, succeededIndexes);
  return rule === undefined ? undefined : jobCondition('SuccessCriteriaMet', 'SuccessPolicy', rule, client.timestamp);
}

/** Containers that are restarted in place count by their restarts. */
function restartsExceed(job: Job, pods: readonly Pod[]): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  const alive = pods.filter((p) => p.status.phase === 'Running' || p.status.phase === 'Pending');
  const restarts = alive
    .flatMap((p) => [...(p.status.initContainerStatuses ?? []), ...(p.status.containerStatuses ?? [])])
    .reduce((n, s) => n + s.restartCount, 0);
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** How long the Job may still be active; undefined where it has no deadline or is suspended. */
export function deadlineInMs(job: Job, nowMs: Ms): Ms | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const since = parseTime(job.status.startTime);
  return activeDeadlineSeconds === undefined || since === undefined || isSuspended(job)
    ? undefined
    : since + activeDeadlineSeconds * 1000 - nowMs;
}

/** True where as many pods have succeeded as are asked for; `active` are those that still run. */
export function isComplete({ job, succeeded }: Tally, active: number): boolean {
  return active === 0 && (job.spec.completions === undefined ? succeeded > 0 : succeeded >= job.spec.completions);
}
