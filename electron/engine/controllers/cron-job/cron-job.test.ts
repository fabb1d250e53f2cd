import { describe, expect, it } from 'vitest';
import { cronJobs } from '#shared/kinds/batch/cron-job.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import { formatTime, parseTime } from '#shared/api/time.ts';
import { instantKubelet, type Fate } from '../../testing/instant-kubelet.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import { garbageCollector } from '../garbage-collector.ts';
import { jobController } from '../job/job-controller.ts';
import { orphanedJobPods } from '../job/orphaned-pods.ts';
import { cronJobController } from './cron-job-controller.ts';
import { inZone, scheduleOf } from './schedule.ts';

const cron = (schedule: string, spec = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'tick' },
  spec: {
    schedule,
    jobTemplate: {
      metadata: { labels: { by: 'cron' } },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox' }] } } },
    },
    ...spec,
  },
});
const start = (fate: Fate = 0) =>
  new TestCluster({ loops: [garbageCollector, cronJobController, jobController, orphanedJobPods, instantKubelet(() => fate)] });
const names = (c: TestCluster) => c.list(jobs).map((j) => j.metadata.name);
const status = (c: TestCluster) => c.get(cronJobs, 'tick').status;
/** Minutes since 1970 at the tests' epoch. */
const MINUTE_0 = 31_557_600;

describe('CronJob', () => {
  it('starts a Job a moment after each of its times', () => {
    let c = start().apply(cron('* * * * *')).advance('1m');
    c = c.expectQuiet();
    expect(names(c)).toEqual([]);
    c.advance('1s');
    expect(names(c)).toEqual([`tick-${MINUTE_0 + 1}`]);
    expect(c.list(jobs)[0]?.metadata).toMatchObject({
      labels: { by: 'cron' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2030-01-01T00:01:00Z' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(c.events('tick')).toEqual([
      `SuccessfulCreate: Created job tick-${MINUTE_0 + 1}`,
      `SawCompletedJob: Saw completed job: tick-${MINUTE_0 + 1}, condition: Complete`,
    ]);
    expect(status(c)).toEqual({ lastScheduleTime: '2030-01-01T00:01:00Z', lastSuccessfulTime: '2030-01-01T00:01:00Z' });
    c.expectQuiet();
  });

  it('keeps the last three that succeeded and the last that failed', () => {
    expect(names(start().apply(cron('* * * * *')).advance('6m').advance('1s'))).toEqual([4, 5, 6].map((n) => `tick-${MINUTE_0 + n}`));
    const failing = cron('* * * * *');
    Object.assign(failing.spec.jobTemplate.spec, { backoffLimit: 0 });
    expect(names(start(1).apply(failing).advance('3m').advance('1s'))).toEqual([`tick-${MINUTE_0 + 3}`]);
  });

  it.each([
    ['Allow', 2, 2],
    ['Forbid', 1, 1],
    ['Replace', 1, 2],
  ])('%s: %d Jobs after two runs that take long', (concurrencyPolicy, count, last) => {
    const c = start('ready').apply(cron('* * * * *', { concurrencyPolicy })).advance('2m').advance('1s');
    expect([names(c).length, names(c).at(-1), status(c).active?.length]).toEqual([count, `tick-${MINUTE_0 + last}`, count]);
  });

  it('starts nothing while it is suspended, and afterwards only the last that was missed', () => {
    const c = start()
      .apply(cron('* * * * *', { suspend: true }))
      .advance('5m10s');
    expect(names(c)).toEqual([]);
    c.change(cronJobs, 'tick', (o) => ({ ...o, spec: { ...o.spec, suspend: false } })).advance('1s');
    expect(names(c)).toEqual([`tick-${MINUTE_0 + 5}`]);
  });

  it('does not make up for what is past its deadline, or before a change of the schedule', () => {
    const late = start()
      .apply(cron('0 * * * *', { suspend: true, startingDeadlineSeconds: 10 }))
      .advance('1h5m');
    late.change(cronJobs, 'tick', (o) => ({ ...o, spec: { ...o.spec, suspend: false } })).advance('1s');
    expect(names(late)).toEqual([]);
    const changed = start().apply(cron('0 0 1 1 *')).advance('5m30s').apply(cron('* * * * *')).advance('20s');
    expect(names(changed)).toEqual([]);
    expect(names(changed.advance('11s'))).toEqual([`tick-${MINUTE_0 + 6}`]);
  });
});

describe('a schedule', () => {
  const next = (text: string, after: string, zone?: string) => {
    const t = scheduleOf(text, zone)(parseTime(after) ?? 0);
    return t === undefined ? undefined : formatTime(t);
  };

  it.each([
    ['*/15 * * * *', '2030-01-01T00:07:00Z', '2030-01-01T00:15:00Z'],
    ['5/20 * * * *', '2030-01-01T00:06:00Z', '2030-01-01T00:25:00Z'],
    ['0 0 13 * fri', '2030-01-01T00:00:00Z', '2030-01-04T00:00:00Z'],
    ['0 0 ? * MON-WED', '2030-01-03T00:00:00Z', '2030-01-07T00:00:00Z'],
    ['@monthly', '2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'],
    ['@every 1h30m', '2030-01-01T00:00:10Z', '2030-01-01T01:30:10Z'],
    ['0 0 30 2 *', '2030-01-01T00:00:00Z', undefined],
    ['TZ=Asia/Tokyo 0 9 * * *', '2030-01-01T00:30:00Z', '2030-01-02T00:00:00Z'],
  ])('%s after %s is %s', (text, after, wanted) => {
    expect(next(text, after)).toBe(wanted);
  });

  it('is kept in its zone', () => {
    expect(next('0 3 * * *', '2030-07-01T12:00:00Z', 'Europe/Berlin')).toBe('2030-07-02T01:00:00Z');
    expect(next('0 3 * * *', '2030-01-01T12:00:00Z', 'Europe/Berlin')).toBe('2030-01-02T02:00:00Z');
    expect(['Asia/Kolkata', 'America/New_York', undefined].map((z) => inZone(parseTime('2030-01-01T00:30:00Z') ?? 0, z))).toEqual([
      '2030-01-01T06:00:00+05:30',
      '2029-12-31T19:30:00-05:00',
      '2030-01-01T00:30:00Z',
    ]);
  });
});
