import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../api/json.ts';
import type { CronJob, Job } from '../types.ts';
import { cronJobs } from './cron-job.ts';
import { scheduleError } from './cron-schedule.ts';
import { parseIndexes } from './index-intervals.ts';
import { jobs } from './job.ts';

const meta = (name: string) => ({ name, uid: 'u-1', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' });
const template = (labels?: object) => ({
  metadata: labels ? { labels } : {},
  spec: { containers: [{ name: 'app', image: 'nginx' }], restartPolicy: 'Never' },
});
const made = (spec: object, metadata: object = {}): Job => {
  const o = deepFreeze({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...meta('j'), ...metadata },
    spec: { template: template(), ...spec },
    status: {},
  }) as unknown as Job;
  return deepFreeze(jobs.prepareCreate?.(jobs.default?.(o) ?? o) ?? o);
};
const fields = (errors: readonly { field: string; detail: string }[] | undefined) => errors?.map((e) => `${e.field}: ${e.detail}`);

describe('Job', () => {
  test('tells its pods apart by its uid, and has the labels of its template', () => {
    const labels = {
      'batch.kubernetes.io/controller-uid': 'u-1',
      'batch.kubernetes.io/job-name': 'j',
      'controller-uid': 'u-1',
      'job-name': 'j',
    };
    expect([made({}).metadata.labels, made({}).spec.selector]).toEqual([
      labels,
      { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u-1' } },
    ]);
    expect(made({ template: template({ app: 'x' }) }).metadata.labels).toEqual({ ...labels, app: 'x' });
    expect(made({}, { labels: { own: 'y' } }).metadata.labels).toEqual({ own: 'y' });
  });

  test('refuses a selector that is not its own, unless it is asked to', () => {
    expect(fields(jobs.validate?.(made({ selector: { matchLabels: { a: 'b' } } })))).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"a":"b","batch.kubernetes.io/controller-uid":"u-1"}}: `selector` not auto-generated',
      expect.stringContaining('spec.template.metadata.labels: Invalid value:'),
    ]);
    expect(jobs.validate?.(made({ manualSelector: true, selector: { matchLabels: { a: 'b' } }, template: template({ a: 'b' }) }))).toEqual(
      [],
    );
  });

  test('keeps its template, but for where pods go and what they ask for while it is suspended', () => {
    const running = made({});
    const suspended = made({ suspend: true });
    const next = (o: Job, spec: object): Job => ({
      ...o,
      spec: { ...o.spec, template: { ...o.spec.template, spec: { ...o.spec.template.spec, ...spec } as never } },
    });
    expect(fields(jobs.validateUpdate?.(next(running, { nodeSelector: { a: 'b' } }), running))).toEqual([
      expect.stringMatching(/^spec\.template: .*field is immutable$/),
    ]);
    expect(
      jobs.validateUpdate?.(
        next(suspended, {
          nodeSelector: { a: 'b' },
          containers: [{ ...suspended.spec.template.spec?.containers[0], resources: { requests: { cpu: '1' } } }],
        }),
        suspended,
      ),
    ).toEqual([]);
    expect(fields(jobs.validateUpdate?.(next(suspended, { hostNetwork: true }), suspended))).toEqual([
      expect.stringMatching(/^spec\.template\.spec: /),
    ]);
  });

  test('is looked at twice when it changes', () => {
    const o = made({});
    expect(jobs.validateUpdate?.({ ...o, spec: { ...o.spec, parallelism: -1 } }, o).map((e) => e.field)).toEqual([
      'spec.parallelism',
      'spec.parallelism',
    ]);
  });

  test('finds fault with policies that cannot work', () => {
    const policy = { podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [3, 0, 3] } }] } };
    expect(fields(jobs.validate?.(made(policy)))).toEqual([
      'spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 3',
      'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [3,0,3]: must be ordered',
    ]);
    expect([parseIndexes('0,2-4', 5), parseIndexes('3,1', 5), parseIndexes('9', 5)]).toEqual([
      [
        [0, 0],
        [2, 4],
      ],
      'non-increasing order, previous: 3, current: 1',
      'too large index: "9"',
    ]);
  });
});

describe('CronJob', () => {
  test.each([
    ['*/5 0-6 1,15 jan-mar mon', undefined],
    ['@hourly', undefined],
    ['@every 5m', undefined],
    ['@never', 'unrecognized descriptor: @never'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ])('%s', (schedule, error) => {
    expect(scheduleError(schedule)).toBe(error);
  });

  test('has a time zone that there is, in its field', () => {
    const o = (spec: object) =>
      cronJobs.default?.({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: meta('c'),
        spec: { schedule: '* * * * *', concurrencyPolicy: 'Allow', jobTemplate: { spec: { template: template() } }, ...spec },
        status: {},
      } as unknown as CronJob) as CronJob;
    expect(cronJobs.validate?.(o({ timeZone: 'Europe/Berlin' }))).toEqual([]);
    expect(fields(cronJobs.validate?.(o({ timeZone: 'europe/berlin' })))).toEqual([
      'spec.timeZone: Invalid value: "europe/berlin": unknown time zone europe/berlin',
    ]);
    expect(fields(cronJobs.validate?.(o({ schedule: 'TZ=UTC * * * * *' })))).toEqual([
      'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ]);
  });
});
