import { describe, expect, it } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import { jobs } from '#shared/kinds/batch/job.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { conditions, failing, job, labels, start, status } from '../../testing/jobs.ts';

describe('Job', () => {
  it('runs pods until enough have succeeded', () => {
    const cluster = start()
      .apply(job({ completions: 3, parallelism: 2 }))
      .advance('0s')
      .expectPods({ succeeded: 3, total: 3 });
    expect(status(cluster)).toMatchObject({
      succeeded: 3,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
      completionTime: '2030-01-01T00:00:00Z',
    });
    expect(status(cluster).active).toBeUndefined();
    expect(conditions(cluster)).toEqual([
      'SuccessCriteriaMet True CompletionsReached: Reached expected number of succeeded pods',
      'Complete True CompletionsReached: Reached expected number of succeeded pods',
    ]);
    expect(cluster.events('j').at(-1)).toBe('Completed: Job completed');
    expect(cluster.pods().flatMap((p) => p.metadata.finalizers ?? [])).toEqual([]);
    cluster.expectQuiet();
  });

  it('runs no more at once than it may', () => {
    const cluster = start(() => 'ready')
      .apply(job({ completions: 5, parallelism: 2 }))
      .advance('1m')
      .expectPods({ running: 2, total: 2 });
    expect(status(cluster)).toMatchObject({ active: 2, ready: 2 });
    expect(cluster.pods()[0]?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    cluster
      .apply(job({ completions: 5, parallelism: 1 }))
      .advance('0s')
      .expectPods({ running: 1, total: 1 });
    expect(status(cluster).failed).toBeUndefined();
    cluster.expectQuiet();
  });

  it('is complete with the first success where it names no number', () => {
    const cluster = start()
      .apply(job({ completions: undefined, parallelism: 2 }))
      .advance('0s');
    expect(conditions(cluster)).toHaveLength(2);
  });

  it('replaces failed pods, each time after a longer wait, also when it is opened again meanwhile', () => {
    const fate = failing(3);
    const cluster = start(fate).apply(job());
    expect(cluster.advance('9s').pods()).toHaveLength(1);
    expect(cluster.advance('1s').pods()).toHaveLength(2);
    expect(cluster.advance('19s').pods()).toHaveLength(2);
    const later = cluster.restart().advance('1s');
    expect(later.pods()).toHaveLength(3);
    expect(status(later.advance('40s'))).toMatchObject({ succeeded: 1, failed: 3 });
  });

  it('fails once more pods have failed than it bears', () => {
    const cluster = start(() => 1)
      .apply(job({ backoffLimit: 1 }))
      .settle()
      .expectPods({ failed: 2, total: 2 });
    expect(conditions(cluster)).toEqual([
      'FailureTarget True BackoffLimitExceeded: Job has reached the specified backoff limit',
      'Failed True BackoffLimitExceeded: Job has reached the specified backoff limit',
    ]);
    expect(status(cluster)).toMatchObject({ failed: 2 });
    expect(cluster.events('j').at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit');
    cluster.expectQuiet();
  });

  it('counts restarts in place as failures', () => {
    const cluster = start(() => 'ready')
      .apply(job({ backoffLimit: 2 }, 'OnFailure'))
      .advance('0s');
    cluster
      .changeStatus(pods, cluster.pods()[0]?.metadata.name ?? '', (p) => ({
        ...p,
        status: { ...p.status, containerStatuses: p.status.containerStatuses?.map((s) => ({ ...s, restartCount: 2 })) ?? [] },
      }))
      .advance('0s');
    expect(conditions(cluster)?.at(-1)).toBe('Failed True BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('stops at its deadline', () => {
    const cluster = start(() => 'ready')
      .apply(job({ activeDeadlineSeconds: 30 }))
      .advance('29s')
      .expectPods({ running: 1 });
    const later = cluster.restart().advance('1s').expectPods(0);
    expect(conditions(later)?.at(-1)).toBe('Failed True DeadlineExceeded: Job was active longer than specified deadline');
    expect(status(later)).toMatchObject({ failed: 1, terminating: 0 });
    later.expectQuiet();
  });

  it('has no pods while it is suspended, and starts anew when it is resumed', () => {
    const cluster = start(() => 'ready')
      .apply(job({ suspend: true }))
      .advance('1m')
      .expectPods(0);
    expect(status(cluster)).toEqual({
      conditions: [expect.objectContaining({ type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' })],
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    cluster.expectQuiet();
    const resumed = cluster
      .restart()
      .apply(job({ suspend: false }))
      .advance('0s')
      .expectPods({ running: 1 });
    expect(conditions(resumed)).toEqual(['Suspended False JobResumed: Job resumed']);
    expect(status(resumed).startTime).toBe('2030-01-01T00:01:00Z');
    expect(resumed.events('j').filter((e) => !e.startsWith('SuccessfulCreate'))).toEqual([
      'Suspended: Job suspended',
      'Resumed: Job resumed',
    ]);
    expect(
      status(
        resumed
          .apply(job({ suspend: true }))
          .advance('0s')
          .expectPods(0),
      ).failed,
    ).toBeUndefined();
  });

  it('counts a pod that is deleted as failed, and replaces it', () => {
    const cluster = start(() => 'ready')
      .apply(job())
      .advance('1m');
    const first = cluster.pods()[0]?.metadata.name ?? '';
    cluster.delete(pods, first).advance('0s').expectPods({ running: 1, total: 1 });
    expect(cluster.pods()[0]?.metadata.name).not.toBe(first);
    expect(status(cluster)).toMatchObject({ failed: 1, active: 1 });
  });

  it('adopts pods that it selects and counts them', () => {
    const cluster = start()
      .apply(
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stray', labels }, spec: { containers: [{ name: 'app', image: 'nginx' }] } },
        job(),
      )
      .advance('0s')
      .expectPods(1);
    expect(cluster.get(pods, 'stray').metadata.ownerReferences).toMatchObject([{ kind: 'Job', name: 'j' }]);
    expect(status(cluster)).toMatchObject({ succeeded: 1 });
  });

  it('says why it cannot make pods, and tries again', () => {
    let forbidden = true;
    const cluster = start();
    (cluster.cluster.core as { admission: unknown }).admission = [
      {
        name: 'no-pods',
        resources: ['core/pods'],
        validate: () => {
          if (forbidden) throw new ApiError('Forbidden', 'exceeded quota');
        },
      },
    ];
    cluster.apply(job()).advance('1s').expectPods(0);
    expect(cluster.events('j')[0]).toMatch(/^FailedCreate: Error creating: exceeded quota/);
    forbidden = false;
    expect(status(cluster.settle())).toMatchObject({ succeeded: 1 });
  });

  it('lets go of pods when it is deleted', () => {
    const cluster = start(() => 'ready')
      .apply(job({ parallelism: 2, completions: 2 }))
      .advance('0s')
      .delete(jobs, 'j')
      .advance('0s');
    expect(cluster.pods().flatMap((p) => p.metadata.finalizers ?? [])).toEqual([]);
  });

  it('leaves Jobs to others that are named for them', () => {
    start()
      .apply(job({ managedBy: 'example.com/queue' }))
      .advance('1m')
      .expectPods(0);
  });

  it('runs thousands of pods and counts each once', () => {
    const cluster = start()
      .apply(job({ completions: 1500, parallelism: 600 }))
      .settle();
    expect(status(cluster)).toMatchObject({ succeeded: 1500, uncountedTerminatedPods: {} });
    expect(cluster.pods()).toHaveLength(1500);
  });
});
