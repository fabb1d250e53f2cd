/** Jobs: pods that run until enough of them have succeeded. Source: pkg/controller/job. */
import { isTerminating, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Job, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { BY_ORPHAN } from '../../store/indexes.ts';
import { conditionOf } from '../conditions.ts';
import { soonest, type ControllerFactory, type Requeue } from '../controller.ts';
import { recordEvent } from '../events.ts';
import { claim } from '../ownership.ts';
import { forEach, ownedOrSelected } from '../watch-rules.ts';
import { isTracked, TRACKING } from './completion-index.ts';
import { giveUp, manage, type Managed } from './manage.ts';
import { deadlineInMs, isComplete, isFinished, jobCondition, outcomeOf, type JobCondition } from './outcome.ts';
import { isSuspended, tallyOf, type Tally } from './tally.ts';
import { track } from './tracking.ts';

const selects = (job: Job) => labelSelectorMatcher(job.spec.selector);

export const jobController: ControllerFactory = () => ({
  name: 'job-controller',
  watches: [forEach(jobs), ownedOrSelected(pods, jobs, (job, labels) => selects(job)(labels))],
  reconcile(key, client) {
    const { namespace, name } = splitLocalKey(key);
    const job = client.get(jobs, namespace, name);
    return job && isOurs(job) && !isFinished(job) ? reconcile(job, client) : undefined;
  },
});

/** Another controller may have been named to run the Job. */
export const isOurs = ({ spec: { managedBy } }: Job): boolean => managedBy === undefined || managedBy === 'kubernetes.io/job-controller';

function reconcile(stored: Job, client: Client): Requeue | undefined {
  const t = tallyOf(client, started(stored, client.timestamp), members(client, stored));
  const target = outcomeOf(t);
  const managed = target
    ? giveUp(t)
    : isTerminating(stored)
      ? { active: t.active.length, ready: t.ready, terminating: t.terminating }
      : manage(t);
  // What could not be deleted keeps the Job from ending.
  const stopped = target && managed.active === 0 ? target : undefined;
  const outcome = target ? stopped : isComplete(t, managed.active) ? completed(t) : undefined;
  const status = { ...t.job.status, active: managed.active, ready: managed.ready, terminating: managed.terminating };
  track(t, target || outcome || isTerminating(stored) ? status : withSuspension(t, status), outcome);
  if (managed.failure) throw managed.failure;
  return next(t, managed);
}

function started(job: Job, now: string): Job {
  return job.status.startTime || isSuspended(job) ? job : { ...job, status: { ...job.status, startTime: now } };
}

/** Its pods; one that is adopted is kept for counting from then on. */
function members(client: Client, job: Job): readonly Pod[] {
  const candidates = [
    ...client.list(pods, { owner: job.metadata.uid }),
    ...client.list(pods, { index: { name: BY_ORPHAN, value: namespaceOf(job) } }),
  ];
  const known = new Set<ApiObject>(candidates);
  return claim(client, pods, job, (p) => selects(job)(p.metadata.labels), candidates).map((p) =>
    known.has(p) || isTracked(p)
      ? p
      : client.update(pods, { ...p, metadata: { ...p.metadata, finalizers: [...(p.metadata.finalizers ?? []), TRACKING] } }),
  );
}

function completed({ client }: Tally): JobCondition {
  return jobCondition('SuccessCriteriaMet', 'CompletionsReached', 'Reached expected number of succeeded pods', client.timestamp);
}

/** Notes that the Job was suspended or resumed; its time starts anew then. */
function withSuspension({ client, job }: Tally, status: Job['status']): Job['status'] {
  const known = conditionOf(status.conditions, 'Suspended');
  const now = client.timestamp;
  if (isSuspended(job) === (known?.status === 'True')) return status;
  if (!isSuspended(job) && !known) return status;
  const say = (reason: string, message: string) =>
    recordEvent(client, { component: 'job-controller' }, job, { type: 'Normal', reason, message });
  const condition = isSuspended(job)
    ? jobCondition('Suspended', 'JobSuspended', 'Job suspended', now)
    : jobCondition('Suspended', 'JobResumed', 'Job resumed', now, 'False');
  const conditions = known
    ? (status.conditions ?? []).map((c) => (c === known ? condition : c))
    : [...(status.conditions ?? []), condition];
  const { startTime: _stopped, ...rest } = status;
  say(isSuspended(job) ? 'Suspended' : 'Resumed', condition.message ?? '');
  return isSuspended(job) ? { ...rest, conditions } : { ...rest, conditions, startTime: now };
}

/** When to look again: at the deadline, or when failed pods may be replaced. */
function next({ client, job }: Tally, { wait }: Managed): Requeue | undefined {
  const deadline = deadlineInMs(job, client.wallMs);
  return soonest(wait, deadline !== undefined && deadline > 0 ? { requeueAfter: deadline, urgency: 'background' } : undefined);
}
