import { describe, expect, it } from 'vitest';
import { pods } from '#shared/kinds/core/pod.ts';
import { conditions, indexAt, indexed, job, start, status } from '../../testing/jobs.ts';

describe('pod failure policy', () => {
  const rule = (action: string, more: object = { onExitCodes: { operator: 'In', values: [42] } }) => ({
    podFailurePolicy: { rules: [{ action, ...more }] },
    podReplacementPolicy: 'Failed',
  });

  it('fails the Job at once for some exit codes', () => {
    const cluster = start(() => 42)
      .apply(job(rule('FailJob')))
      .settle();
    const [pod] = cluster.pods();
    expect(conditions(cluster)?.at(-1)).toBe(
      `Failed True PodFailurePolicy: Container app for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 0`,
    );
  });

  it('passes over failures that are to be ignored', () => {
    const codes = [42, 42, 0];
    const cluster = start(() => codes.shift() ?? 0)
      .apply(job({ ...rule('Ignore'), backoffLimit: 0 }))
      .settle();
    expect(status(cluster)).toMatchObject({ succeeded: 1 });
    expect(status(cluster).failed).toBeUndefined();
  });

  it('fails an index at once', () => {
    const cluster = start((p) => (indexAt(p) === 0 ? 42 : 0))
      .apply(indexed(2, { ...rule('FailIndex'), backoffLimitPerIndex: 5 }))
      .settle();
    expect(status(cluster)).toMatchObject({ failedIndexes: '0', completedIndexes: '1', failed: 1 });
  });

  it('knows conditions too', () => {
    const cluster = start(() => 'ready')
      .apply(job(rule('FailJob', { onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] })))
      .advance('0s');
    const name = cluster.pods()[0]?.metadata.name ?? '';
    cluster
      .changeStatus(pods, name, (p) => ({
        ...p,
        status: { ...p.status, phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      }))
      .settle();
    expect(conditions(cluster)?.at(-1)).toBe(
      `Failed True PodFailurePolicy: Pod default/${name} has condition DisruptionTarget matching FailJob rule at index 0`,
    );
  });

  it('waits for a pod to end before it replaces it', () => {
    const cluster = start(() => 'ready')
      .apply(job(rule('Ignore')))
      .advance('1m');
    const [pod] = cluster.pods();
    cluster.change(pods, pod?.metadata.name ?? '', (p) => ({
      ...p,
      metadata: { ...p.metadata, finalizers: [...(p.metadata.finalizers ?? []), 'example.com/hold'] },
    }));
    cluster
      .delete(pods, pod?.metadata.name ?? '')
      .advance('1m')
      .expectPods(2);
    expect(status(cluster)).toMatchObject({ failed: 1 });
  });
});
