/** CronJobs: a Job at each of the times of a schedule. Source: pkg/controller/cronjob. */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import { controllerOf, controllerReference, isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { formatTime, type Ms } from '#shared/api/time.ts';
import { cronJobs } from '#shared/kinds/batch/cron-job.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import type { ObjectReference } from '#shared/kinds/generated/types.ts';
import type { CronJob, Job } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import type { Controller, Requeue } from '../controller.ts';
import { recordEvent, referenceTo, type Occurrence } from '../events.ts';
import { owned } from '../watch-rules.ts';
import { isDueNow, lastDue, untilNextMs } from './due.ts';
import { inZone, scheduleOf, type Schedule } from './schedule.ts';

const REPORTER = { component: 'cronjob-controller' };

export function cronJobController(): Controller {
  const byJob = owned(jobs, cronJobs);
  /** CronJobs whose schedule has just changed: times of the new one that have passed are not made up for. */
  const rescheduled = new Set<string>();
  /** CronJobs that were there when the document was opened, of which there is nothing new. */
  const met = new Set<string>();
  return {
    name: 'cronjob-controller',
    watches: [
      {
        resource: 'batch/cronjobs',
        keys({ ref, before, after, known }) {
          const key = localKey(ref.namespace, ref.name);
          const was = before as CronJob | undefined;
          const is = after as CronJob | undefined;
          if (was && is && (was.spec.schedule !== is.spec.schedule || was.spec.timeZone !== is.spec.timeZone)) rescheduled.add(key);
          if (known) met.add(key);
          else met.delete(key);
          return [key];
        },
      },
      {
        resource: byJob.resource,
        keys(change, client) {
          if (change.known) return [];
          const keys = [...byJob.keys(change, client)];
          for (const key of keys) met.delete(key);
          return keys;
        },
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const cron = client.get(cronJobs, namespace, name);
      const isMet = met.delete(key);
      const changed = rescheduled.delete(key);
      if (!cron) return undefined;
      if (changed && !cron.spec.suspend) return again(cron, scheduleOf(cron.spec.schedule, cron.spec.timeZone), client);
      return new Run(client, cron, isMet).sync();
    },
  };
}

function again(cron: CronJob, schedule: Schedule, client: Client): Requeue | undefined {
  const requeueAfter = untilNextMs(cron, schedule, client.wallMs);
  return requeueAfter === undefined ? undefined : { requeueAfter, urgency: 'background' };
}

const ending = (j: Job) => j.status.conditions?.find((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')?.type;

/**
 * One look at a CronJob. Its status is put together on the way and written at the end. One that is only met again has been
 * looked at before: what was said of it then is not said again, and of its runs only one that is due in this moment starts.
 */
class Run {
  readonly #isMet: boolean;
  readonly #client: Client;
  readonly #cron: CronJob;
  readonly #jobs: readonly Job[];
  #active: readonly ObjectReference[];
  #lastScheduleTime: string | undefined;
  #lastSuccessfulTime: string | undefined;

  constructor(client: Client, cron: CronJob, isMet: boolean) {
    this.#isMet = isMet;
    this.#client = client;
    this.#cron = cron;
    this.#jobs = client.list(jobs, { owner: cron.metadata.uid }).filter((j) => controllerOf(j)?.uid === cron.metadata.uid);
    this.#active = cron.status.active ?? [];
    this.#lastScheduleTime = cron.status.lastScheduleTime;
    this.#lastSuccessfulTime = cron.status.lastSuccessfulTime;
  }

  sync(): Requeue | undefined {
    try {
      this.#takeStock();
      const requeue = this.#startDue();
      this.#cleanUp();
      return requeue;
    } finally {
      this.#writeStatus();
    }
  }

  #say(type: Occurrence['type'], reason: string, message: string): void {
    recordEvent(this.#client, REPORTER, this.#cron, { type, reason, message });
  }

  /** Says what is said at each look. */
  #repeat(...what: [type: Occurrence['type'], reason: string, message: string]): void {
    if (!this.#isMet) this.#say(...what);
  }

  #isActive(uid: string): boolean {
    return this.#active.some((a) => a.uid === uid);
  }

  /** What has become of the Jobs that were started. */
  #takeStock(): void {
    for (const j of this.#jobs) {
      const ended = ending(j);
      const { name, uid } = j.metadata;
      const done = j.status.completionTime;
      if (!ended && !this.#isActive(uid))
        this.#repeat('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      if (ended && this.#isActive(uid)) {
        this.#active = this.#active.filter((a) => a.uid !== uid);
        this.#say('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${ended}`);
      }
      if (ended === 'Complete' && done && (!this.#lastSuccessfulTime || done > this.#lastSuccessfulTime)) this.#lastSuccessfulTime = done;
    }
    for (const a of this.#active) {
      if (this.#jobs.some((j) => j.metadata.uid === a.uid)) continue;
      this.#say('Normal', 'MissingJob', `Active job went missing: ${a.name}`);
      this.#active = this.#active.filter((o) => o !== a);
    }
  }

  /** Starts the run that is due; says when to look again. */
  #startDue(): Requeue | undefined {
    const { metadata, spec } = this.#cron;
    const client = this.#client;
    const now = client.wallMs;
    if (isTerminating(this.#cron) || spec.suspend) return undefined;
    if (spec.schedule.includes('TZ'))
      this.#repeat(
        'Warning',
        'UnsupportedSchedule',
        `CRON_TZ or TZ used in schedule ${JSON.stringify(spec.schedule)} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`,
      );
    const schedule = scheduleOf(spec.schedule, spec.timeZone);
    const { at, tooMany } = lastDue(this.#cron, schedule, now, true);
    const later = () => again({ ...this.#cron, status: this.#status() }, schedule, client);
    if (tooMany)
      this.#repeat(
        'Warning',
        'TooManyMissedTimes',
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      );
    if (at === undefined || (this.#isMet && !isDueNow(at, now))) return later();
    if (spec.startingDeadlineSeconds !== undefined && at + spec.startingDeadlineSeconds * 1000 < now) {
      this.#repeat('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123(at)}`);
      return later();
    }
    const name = `${metadata.name}-${Math.floor(at / 60_000)}`;
    if (this.#active.some((a) => a.name === name) || this.#lastScheduleTime === formatTime(at)) return later();
    if (spec.concurrencyPolicy === 'Forbid' && this.#active.length) {
      this.#repeat('Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
      return later();
    }
    if (spec.concurrencyPolicy === 'Replace')
      for (const a of this.#active) {
        const running = this.#jobs.find((j) => j.metadata.uid === a.uid);
        if (running) this.#remove(running);
      }
    this.#start(name, at);
    return later();
  }

  #start(name: string, at: Ms): void {
    const { metadata: { labels, annotations } = {}, spec } = this.#cron.spec.jobTemplate;
    const namespace = namespaceOf(this.#cron);
    let job: Job;
    try {
      job = this.#client.create(jobs, namespace, {
        metadata: {
          name,
          namespace,
          ownerReferences: [controllerReference(this.#cron)],
          ...(labels ? { labels } : {}),
          annotations: { ...annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': inZone(at, this.#cron.spec.timeZone) },
        },
        spec: spec ?? { template: {} },
      });
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      const there = e.reason === 'AlreadyExists' ? this.#jobs.find((j) => j.metadata.name === name) : undefined;
      if (there) this.#note(there, at);
      else if (e.reason !== 'AlreadyExists') {
        if (!namespaceIsTerminating(e)) this.#say('Warning', 'FailedCreate', `Error creating job: ${e.message}`);
        throw e;
      }
      return;
    }
    this.#say('Normal', 'SuccessfulCreate', `Created job ${name}`);
    this.#note(job, at);
  }

  #note(job: Job, at: Ms): void {
    this.#active = [...this.#active, referenceTo(job)];
    this.#lastScheduleTime = formatTime(at);
  }

  /** Of what has ended, as much stays as is asked for. */
  #cleanUp(): void {
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = this.#cron.spec;
    const keep = (type: string, limit: number | undefined) => {
      const ended = this.#jobs.filter((j) => ending(j) === type).sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
      if (limit !== undefined) for (const j of ended.slice(0, Math.max(0, ended.length - limit))) if (!isTerminating(j)) this.#remove(j);
    };
    keep('Complete', successfulJobsHistoryLimit);
    keep('Failed', failedJobsHistoryLimit);
  }

  #remove(job: Job): void {
    this.#client.delete(jobs, job, { propagationPolicy: 'Background' });
    this.#active = this.#active.filter((a) => a.uid !== job.metadata.uid);
    this.#say('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }

  #status(): CronJob['status'] {
    return {
      ...(this.#active.length ? { active: this.#active } : {}),
      ...(this.#lastScheduleTime ? { lastScheduleTime: this.#lastScheduleTime } : {}),
      ...(this.#lastSuccessfulTime ? { lastSuccessfulTime: this.#lastSuccessfulTime } : {}),
    };
  }

  #writeStatus(): void {
    const status = this.#status();
    const now = this.#client.get(cronJobs, namespaceOf(this.#cron), this.#cron.metadata.name);
    if (now && !equal(now.status, status)) this.#client.updateStatus(cronJobs, { ...now, status });
  }
}

const startOf = ({ metadata, status }: Job): string => `${status.startTime ?? '~'} ${metadata.name}`;

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 'Mon, 02 Jan 2006 15:04:05 +0000'. */
function rfc1123(at: Ms): string {
  const [date, time] = formatTime(at).slice(0, -1).split('T') as [string, string];
  const [year, month, day] = date.split('-');
  return `${DAYS[Math.floor(at / 86_400_000) % 7]}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${time} +0000`;
}
