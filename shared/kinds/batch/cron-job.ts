/** CronJob. Source: batch/v1 defaults, batch/validation ValidateCronJobCreate, registry/batch/cronjob. */
import { invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { byteLength, maxLenError } from '../../api/names.ts';
import { shownSelector } from '../../api/selector-validation.ts';
import { containerColumns, selectorColumn } from '../apps/workload-columns.ts';
import { podNameWarnings } from '../apps/workload-validation.ts';
import { AGE, age, column, NAME } from '../columns.ts';
import { defaultPodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind } from '../definition.ts';
import type { CronJobSpec, JobSpec, JobTemplateSpec } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import type { CronJob } from '../types.ts';
import { scheduleError, timeZoneError } from './cron-schedule.ts';
import { jobSpecWarnings, validateJobSpec, withConditionDefaults } from './job-spec.ts';

/** The Jobs' names are eleven characters longer, and are labels. */
const MAX_NAME = 52;

export const cronJobs = defineKind<CronJob>({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => [
    ...validateSpec(o.spec),
    ...(byteLength(o.metadata.name) > MAX_NAME ? [invalid('metadata.name', o.metadata.name, maxLenError(MAX_NAME))] : []),
  ],
  validateUpdate: (next, previous) => validateSpec(next.spec, previous.spec),
  warnings: (next, previous) => [
    ...(previous ? [] : podNameWarnings(next.metadata.name)),
    ...(previous && next.metadata.generation === previous.metadata.generation
      ? []
      : jobSpecWarnings(jobOf(next.spec), 'spec.jobTemplate.spec')),
    ...(next.spec.schedule.includes('TZ')
      ? [
          'cannot use TZ or CRON_TZ in spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
        ]
      : []),
  ],
  columns: [
    NAME,
    column('Schedule', 'CronJobSpec.schedule', (o) => o.spec.schedule),
    column('Timezone', 'CronJobSpec.timeZone', (o) => o.spec.timeZone ?? '<none>'),
    column('Suspend', 'CronJobSpec.suspend', (o) => (o.spec.suspend === undefined ? '<unset>' : o.spec.suspend ? 'True' : 'False'), {
      type: 'boolean',
    }),
    column('Active', 'CronJobStatus.active', (o) => o.status.active?.length ?? 0, { type: 'integer' }),
    column('Last Schedule', 'CronJobStatus.lastScheduleTime', (o, c) =>
      o.status.lastScheduleTime ? age(o.status.lastScheduleTime, c) : '<none>',
    ),
    AGE,
    ...containerColumns<CronJob>((o) => jobOf(o.spec).template),
    selectorColumn<CronJob>('JobSpec.selector', (o) => jobOf(o.spec).selector),
  ],
});

const jobOf = (s: CronJobSpec): JobSpec => s.jobTemplate.spec ?? { template: {} };

function withDefaults(s: CronJobSpec): CronJobSpec {
  const jobTemplate = withJobDefaults(s.jobTemplate);
  if (
    jobTemplate === s.jobTemplate &&
    s.concurrencyPolicy &&
    s.suspend !== undefined &&
    s.successfulJobsHistoryLimit !== undefined &&
    s.failedJobsHistoryLimit !== undefined
  )
    return s;
  return {
    ...s,
    concurrencyPolicy: s.concurrencyPolicy || 'Allow',
    suspend: s.suspend ?? false,
    successfulJobsHistoryLimit: s.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: s.failedJobsHistoryLimit ?? 1,
    jobTemplate,
  };
}

/** Only the pods are completed: the Job is when it is made. */
function withJobDefaults(t: JobTemplateSpec): JobTemplateSpec {
  if (!t.spec) return t;
  const template = defaultPodTemplateSpec(t.spec.template);
  const podFailurePolicy = t.spec.podFailurePolicy && withConditionDefaults(t.spec.podFailurePolicy);
  return template === t.spec.template && podFailurePolicy === t.spec.podFailurePolicy
    ? t
    : { ...t, spec: { ...t.spec, template, ...(podFailurePolicy ? { podFailurePolicy } : {}) } };
}

const POLICIES = ['Allow', 'Forbid', 'Replace'];

function validateSpec(s: CronJobSpec, previous?: CronJobSpec): readonly FieldError[] {
  const { concurrencyPolicy } = s;
  const job = jobOf(s);
  const path = 'spec.jobTemplate.spec';
  return [
    ...(s.schedule ? validateSchedule(s, previous?.schedule.includes('TZ') ?? false) : [required('spec.schedule')]),
    ...validateNonnegatives(s, 'spec', ['startingDeadlineSeconds']),
    ...(s.timeZone !== undefined && (!previous || previous.timeZone !== s.timeZone) ? validateTimeZone(s.timeZone) : []),
    ...(!concurrencyPolicy
      ? [required('spec.concurrencyPolicy')]
      : POLICIES.includes(concurrencyPolicy)
        ? []
        : [notSupported('spec.concurrencyPolicy', concurrencyPolicy, POLICIES)]),
    ...validateJobSpec(job, path),
    ...(job.selector ? [invalid(`${path}.selector`, shownSelector(job.selector), '`selector` will be auto-generated')] : []),
    ...(job.manualSelector ? [notSupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
    ...validateNonnegatives(s, 'spec', ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']),
  ];
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, allowZone: boolean): readonly FieldError[] {
  const error = scheduleError(schedule);
  const wrong = (detail: string) => invalid('spec.schedule', schedule, detail);
  const zoned = schedule.includes('TZ');
  return [
    ...(error === undefined ? [] : [wrong(error)]),
    ...(zoned && !allowZone ? [wrong('cannot use TZ or CRON_TZ in schedule, use timeZone field instead')] : []),
    ...(zoned && allowZone && timeZone !== undefined ? [wrong('cannot use both timeZone field and TZ or CRON_TZ in schedule')] : []),
  ];
}

function validateTimeZone(name: string): readonly FieldError[] {
  const wrong = (detail: string) => invalid('spec.timeZone', name, detail);
  if (name === '') return [wrong('timeZone must be nil or non-empty string')];
  if (name.split('/').some((part) => part === '.' || part === '..' || !/^(?!-)[A-Za-z._0-9+-]{1,14}$/.test(part)))
    return [wrong(`unknown time zone ${name}`)];
  if (name === 'Local') return [wrong('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')];
  const error = timeZoneError(name);
  return [
    ...(name.toLowerCase() === 'local'
      ? [wrong('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')]
      : []),
    ...(error === undefined ? [] : [wrong(error)]),
  ];
}
