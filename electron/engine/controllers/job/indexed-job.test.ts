import { describe, expect, it } from 'vitest';
import { conditions, indexAt, indexed, start, status } from '../../testing/jobs.ts';

describe('indexed Job', () => {
  it('gives each pod an index, in its name, labels, environment and host name', () => {
    const cluster = start().apply(indexed(3)).advance('0s').expectPods({ succeeded: 3 });
    const [pod] = cluster.pods({ 'batch.kubernetes.io/job-completion-index': '1' });
    expect(pod?.metadata.generateName).toBe('j-1-');
    expect(pod?.spec).toMatchObject({
      hostname: 'j-1',
      containers: [
        {
          env: [
            {
              name: 'JOB_COMPLETION_INDEX',
              valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } },
            },
          ],
        },
      ],
    });
    expect(status(cluster)).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
    cluster.expectQuiet();
  });

  it('makes a pod again for an index that failed', () => {
    const failed = new Set<number>();
    const cluster = start((p) => (indexAt(p) === 1 && !failed.has(1) ? (failed.add(1), 1) : 0))
      .apply(indexed(3))
      .advance('5s');
    expect(status(cluster)).toMatchObject({ completedIndexes: '0-2', failed: 1 });
  });

  it('lets each index fail by itself', () => {
    const cluster = start((p) => (indexAt(p) === 1 ? 1 : 0))
      .apply(indexed(3, { backoffLimit: 100, backoffLimitPerIndex: 1 }))
      .settle();
    expect(status(cluster)).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', failed: 2 });
    expect(conditions(cluster)?.at(-1)).toBe('Failed True FailedIndexes: Job has failed indexes');
    expect(
      cluster
        .pods({ 'batch.kubernetes.io/job-completion-index': '1' })
        .map((p) => p.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'])
        .sort(),
    ).toEqual(['0', '1']);
    cluster.expectQuiet();
  });

  it('fails where more indexes fail than it bears', () => {
    const cluster = start((p) => (indexAt(p) < 2 ? 1 : 'ready'))
      .apply(indexed(4, { backoffLimitPerIndex: 0, maxFailedIndexes: 1 }))
      .settle();
    expect(conditions(cluster)?.at(-1)).toBe(
      'Failed True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
    );
  });

  it('has succeeded when a rule of its success policy says so, and stops the rest', () => {
    const cluster = start((p) => (indexAt(p) === 0 ? 0 : 'ready'))
      .apply(indexed(3, { successPolicy: { rules: [{ succeededIndexes: '0' }] } }))
      .settle();
    expect(conditions(cluster)).toEqual([
      'SuccessCriteriaMet True SuccessPolicy: Matched rules at index 0',
      'Complete True SuccessPolicy: Matched rules at index 0',
    ]);
    expect(status(cluster)).toMatchObject({ completedIndexes: '0', succeeded: 1, terminating: 0 });
  });
});
