/** Which run of a CronJob is due and when the next will be. Source: pkg/controller/cronjob/utils.go (mostRecentScheduleTime, nextScheduleTimeDuration). */
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { CronJob } from '#shared/kinds/types.ts';
import type { Schedule } from './schedule.ts';

/** Runs start this much after their time. */
const DELTA_MS: Ms = 100;
/** More missed runs than this mean that something is wrong with a clock. */
const MANY = 100;

/** The last run that should have started, if any has not, and whether very many have not. */
export interface Due {
  readonly since: Ms;
  readonly at?: Ms;
  readonly tooMany: boolean;
}

export function lastDue({ metadata, spec, status }: CronJob, schedule: Schedule, atMs: Ms, withDeadline: boolean): Due {
  const nowMs = atMs - DELTA_MS; // whoever looks in that moment, for whatever reason, finds nothing due yet
  let since = parseTime(status.lastScheduleTime) ?? parseTime(metadata.creationTimestamp) ?? nowMs;
  if (withDeadline && spec.startingDeadlineSeconds !== undefined) since = Math.max(since, nowMs - spec.startingDeadlineSeconds * 1000);
  const first = schedule(since);
  if (first === undefined || nowMs < first) return { since, tooMany: false };
  const second = schedule(first);
  if (second === undefined || nowMs < second) return { since, at: first, tooMany: false };
  const between = Math.max(1000, second - first);
  const missed = Math.floor((nowMs - first) / between) + 1;
  let at = first;
  for (
    let t: Ms | undefined = schedule(Math.max(first, first + (missed - 2) * between - 1));
    t !== undefined && t <= nowMs;
    t = schedule(t)
  )
    at = t;
  return { since, at, tooMany: missed > MANY };
}

/** Whether a run of time `at` starts in this moment. */
export function isDueNow(at: Ms, nowMs: Ms): boolean {
  return at + DELTA_MS === nowMs;
}

/** How long until the next run; undefined where there is none. */
export function untilNextMs(job: CronJob, schedule: Schedule, nowMs: Ms): Ms | undefined {
  const { at, since } = lastDue(job, schedule, nowMs, false);
  const next = schedule(at ?? since);
  return next === undefined ? undefined : Math.max(0, next + DELTA_MS - nowMs);
}
