/** What a Job's status may say. Source: batch/validation validateJobStatus and the options of registry/batch/job. */
import { duplicate, invalid, invalidState, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import type { JobStatus } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import type { Job } from '../types.ts';
import { firstCommon, parseIndexes } from './index-intervals.ts';

/** Whether a condition of a Job is True. */
export const holds = (o: Job, type: string): boolean => o.status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;

const finished = (o: Job) => holds(o, 'Complete') || holds(o, 'Failed');

export function validateJobStatusUpdate(next: Job, previous: Job): readonly FieldError[] {
  const s = next.status;
  const was = previous.status;
  const errors: FieldError[] = [
    ...validateNonnegatives<JobStatus>(s, 'status', ['active', 'succeeded', 'failed', 'ready', 'terminating']),
    ...validateUncounted(s),
  ];
  const changed = (f: keyof JobStatus) => !equal(s[f], was[f]);
  const turned = (type: string) => holds(next, type) !== holds(previous, type);
  const ends = finished(next) !== finished(previous);
  const complete = holds(next, 'Complete');
  const failed = holds(next, 'Failed');
  const target = holds(next, 'FailureTarget');
  const met = holds(next, 'SuccessCriteriaMet');
  const when = (asked: boolean, wrong: boolean, error: () => FieldError) => {
    if (asked && wrong) errors.push(error());
  };
  const state = (detail: string) => () => invalidState('status.conditions', detail);
  when(turned('Complete') || turned('Failed'), complete && failed, state('cannot set Complete=True and Failed=true conditions'));
  when(
    turned('Complete') || turned('FailureTarget'),
    complete && target,
    state('cannot set Complete=True and FailureTarget=true conditions'),
  );
  const timed = turned('Complete') || changed('completionTime');
  when(timed, s.completionTime !== undefined && !complete, () =>
    invalid('status.completionTime', s.completionTime, 'cannot set completionTime when there is no Complete=True condition'),
  );
  when(timed, s.completionTime === undefined && complete, () =>
    required('status.completionTime', 'completionTime is required for Complete jobs'),
  );
  when(
    changed('startTime') || changed('completionTime'),
    s.startTime !== undefined && s.completionTime !== undefined && s.completionTime < s.startTime,
    () => invalid('status.completionTime', s.completionTime, 'must be equal to or after `startTime`'),
  );
  when(
    turned('Failed') || turned('FailureTarget'),
    failed && !target,
    state('cannot set Failed=True condition without the FailureTarget=true condition'),
  );
  when(
    turned('Complete') || turned('SuccessCriteriaMet'),
    complete && !met,
    state('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
  );
  when(ends || changed('active'), finished(next) && (s.active ?? 0) > 0, () =>
    invalid('status.active', s.active, 'active>0 is invalid for finished job'),
  );
  when(ends || changed('startTime'), finished(next) && s.startTime === undefined, () =>
    required('status.startTime', 'startTime is required for finished job'),
  );
  const { failed: uncountedFailed = [], succeeded: uncountedSucceeded = [] } = s.uncountedTerminatedPods ?? {};
  when(ends || changed('uncountedTerminatedPods'), finished(next) && uncountedFailed.length + uncountedSucceeded.length > 0, () =>
    invalid('status.uncountedTerminatedPods', { Succeeded: uncountedSucceeded, Failed: uncountedFailed }, 'must be empty for finished job'),
  );
  errors.push(...validateIndexes(next, changed('completedIndexes'), changed('failedIndexes')));
  when(ends || changed('terminating'), finished(next) && (s.terminating ?? 0) > 0, () =>
    invalid('status.terminating', s.terminating, 'terminating>0 is invalid for finished job'),
  );
  when(changed('ready') || changed('active'), (s.ready ?? 0) > (s.active ?? 0), () =>
    invalid('status.ready', s.ready, 'cannot set more ready pods than active'),
  );
  when(true, met && failed, state('cannot set SuccessCriteriaMet=True and Failed=true conditions'));
  when(true, met && target, state('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'));
  when(
    true,
    next.spec.successPolicy !== undefined && complete && !met,
    state('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'),
  );
  for (const type of ['Failed', 'Complete', 'FailureTarget'])
    when(true, holds(previous, type) && !holds(next, type), state(`cannot disable the terminal ${type}=True condition`));
  when(true, (s.failed ?? 0) < (was.failed ?? 0), () => invalid('status.failed', s.failed ?? 0, 'cannot decrease the failed counter'));
  const elastic = next.spec.completionMode === 'Indexed' && next.spec.completions === next.spec.parallelism;
  when(!elastic, (s.succeeded ?? 0) < (was.succeeded ?? 0), () =>
    invalid('status.succeeded', s.succeeded ?? 0, 'cannot decrease the succeeded counter'),
  );
  when(was.completionTime !== undefined && s.completionTime !== undefined, changed('completionTime'), () =>
    invalid('status.completionTime', s.completionTime, 'field is immutable'),
  );
  when(changed('startTime'), was.startTime !== undefined && !next.spec.suspend, () =>
    required('status.startTime', 'startTime cannot be removed for unsuspended job'),
  );
  when(true, holds(previous, 'SuccessCriteriaMet') && !met, state('cannot disable the SuccessCriteriaMet=True condition'));
  when(
    true,
    holds(previous, 'Complete') && !holds(previous, 'SuccessCriteriaMet') && met,
    state('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'),
  );
  return errors;
}

function validateUncounted(s: JobStatus): readonly FieldError[] {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const list of ['succeeded', 'failed'] as const)
    s.uncountedTerminatedPods?.[list]?.forEach((uid, i) => {
      const path = `status.uncountedTerminatedPods.${list}[${i}]`;
      if (uid === '') errors.push(invalid(path, uid, 'must not be empty'));
      else if (seen.has(uid)) errors.push(duplicate(path, uid));
      seen.add(uid);
    });
  return errors;
}

function validateIndexes({ spec, status }: Job, completedChanged: boolean, failedChanged: boolean): readonly FieldError[] {
  const { completedIndexes = '', failedIndexes } = status;
  const { completions, backoffLimitPerIndex } = spec;
  const errors: FieldError[] = [];
  const completed = parseIndexes(completedIndexes, completions ?? Infinity);
  const failed = parseIndexes(failedIndexes ?? '', completions ?? Infinity);
  if (completedChanged && completions !== undefined && typeof completed === 'string')
    errors.push(invalid('status.completedIndexes', completedIndexes, `error parsing completedIndexes: ${completed}`));
  if (failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined && typeof failed === 'string')
    errors.push(invalid('status.failedIndexes', failedIndexes, `error parsing failedIndexes: ${failed}`));
  if (completedChanged && completedIndexes !== '' && spec.completionMode !== 'Indexed')
    errors.push(
      invalid('status.completedIndexes', completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode'),
    );
  if (failedChanged && failedIndexes !== undefined && backoffLimitPerIndex === undefined)
    errors.push(invalid('status.failedIndexes', failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  const common =
    (completedChanged || failedChanged) && completions !== undefined && typeof completed !== 'string' && typeof failed !== 'string'
      ? firstCommon(completed, failed)
      : undefined;
  if (common !== undefined)
    errors.push(invalid('status.failedIndexes', failedIndexes, `failedIndexes and completedIndexes overlap at index: ${common}`));
  return errors;
}
