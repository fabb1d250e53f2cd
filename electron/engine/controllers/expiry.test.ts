import { describe, expect, it } from 'vitest';
import { jobs } from '#shared/kinds/batch/job.ts';
import { events } from '#shared/kinds/core/event.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import { instantKubelet } from '../testing/instant-kubelet.ts';
import { jobController } from './job/job-controller.ts';
import { eventExpiry } from './event-expiry.ts';
import { garbageCollector } from './garbage-collector.ts';
import { ttlAfterFinished } from './ttl-after-finished.ts';

const job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'once' },
  spec: { ttlSecondsAfterFinished: 100, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox' }] } } },
};

describe('what is over', () => {
  it('a Job goes with its pods when its time is up', () => {
    const c = new TestCluster({ loops: [garbageCollector, jobController, ttlAfterFinished, instantKubelet(() => 0)] })
      .apply(job)
      .advance('90s');
    expect(c.list(jobs)).toHaveLength(1);
    c.advance('20s').expectPods(0);
    expect(c.list(jobs)).toEqual([]);
  });

  it('events live for an hour', () => {
    const c = new TestCluster({ loops: [jobController, eventExpiry, instantKubelet(() => 0)] }).apply(job).advance('59m');
    expect(c.list(events)).not.toEqual([]);
    c.advance('3m');
    expect(c.list(events)).toEqual([]);
    const gone = c.log.since(0, Infinity).filter((e) => e.deleted && e.key.startsWith('core/events/'));
    expect(gone.map((e) => c.log.since(e.cause - 1, 1)[0]?.key)).toEqual(gone.map((e) => e.key)); // not what another event was written for
  });
});
