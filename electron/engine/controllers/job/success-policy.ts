/** When an indexed Job has succeeded before all its indexes have. Source: pkg/controller/job/success_policy.go. */
import type { Job } from '#shared/kinds/types.ts';
import { completionsOf } from './completion-index.ts';
import { overlap, parseIntervals, sizeOf, type Intervals } from './intervals.ts';

/** Which rule is met, in words; undefined where none is. */
export function metSuccessRule(job: Job, succeeded: Intervals): string | undefined {
  if (!succeeded.length) return undefined;
  const met =
    job.spec.successPolicy?.rules?.findIndex(({ succeededIndexes, succeededCount }) => {
      if (succeededIndexes === undefined) return succeededCount !== undefined && sizeOf(succeeded) >= succeededCount;
      const required = parseIntervals(succeededIndexes, completionsOf(job));
      const has = overlap(required, succeeded);
      return required.length > 0 && (has === sizeOf(required) || (succeededCount !== undefined && has >= succeededCount));
    }) ?? -1;
  return met < 0 ? undefined : `Matched rules at index ${met}`;
}
