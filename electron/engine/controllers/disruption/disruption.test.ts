import { describe, expect, it } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { evictPod, podEviction } from '../../apiserver/subresources/pod-eviction.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const web = (replicas: number, kind = 'Deployment') => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
  },
});
const budget = (spec: object, name = 'b') => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});
const running = (n: number, spec: object) => new TestCluster().nodes(2).apply(web(n), budget(spec)).settle();
const status = (c: TestCluster) => {
  const { conditions, ...s } = c.get(podDisruptionBudgets, 'b').status;
  return { ...s, why: conditions?.map((k) => `${k.type}=${k.status} ${k.reason}`) };
};
const evict = (c: TestCluster, name = c.pods()[0]?.metadata.name ?? '', dryRun = false) => {
  evictPod(c.cluster.core, { name: 'admin', groups: ['system:masters'] }, 'default', name, { dryRun });
};

describe('a disruption budget', () => {
  it.each([
    [{ minAvailable: 2 }, { currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
    [{ minAvailable: '50%' }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
    [{ maxUnavailable: '34%' }, { desiredHealthy: 1, disruptionsAllowed: 2 }],
    [{ maxUnavailable: 0 }, { desiredHealthy: 3, disruptionsAllowed: 0 }],
  ])('counts with %o', (spec, wanted) => {
    const c = running(3, spec);
    expect(status(c)).toMatchObject({
      ...wanted,
      expectedPods: 3,
      observedGeneration: 1,
      why: [wanted.disruptionsAllowed ? 'DisruptionAllowed=True SufficientPods' : 'DisruptionAllowed=False InsufficientPods'],
    });
    c.expectQuiet();
  });

  it('lets pods go one by one', () => {
    const c = running(3, { minAvailable: 2 });
    const [a, b] = c.pods().map((p) => p.metadata.name);
    evict(c, a);
    expect(status(c)).toMatchObject({ disruptionsAllowed: 0, why: ['DisruptionAllowed=False InsufficientPods'] });
    expect(() => {
      evict(c, b);
    }).toThrow("Cannot evict pod as it would violate the pod's disruption budget.");
    c.settle();
    evict(c, b);
    const told = c
      .writes()
      .filter((w) => w.value.metadata.name === b)
      .flatMap((w) => (w.value as Pod).status.conditions ?? []);
    expect(told.find((k) => k.type === 'DisruptionTarget')).toMatchObject({
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
  });

  it('says why not', () => {
    const c = running(2, { minAvailable: 2 });
    try {
      evict(c);
      expect.unreachable();
    } catch (e) {
      expect(e).toMatchObject({
        code: 429,
        reason: 'TooManyRequests',
        details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget b needs 2 healthy pods and has 2 currently' }] },
      });
    }
    c.apply(budget({ minAvailable: 1 }, 'other')).settle();
    expect(() => {
      evict(c);
    }).toThrow(new ApiError('', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'));
  });

  it('is asked without being used by a dry run, and not at all for a pod that has not started', () => {
    const c = running(2, { minAvailable: 1 });
    evict(c, undefined, true);
    expect(status(c)).toMatchObject({ disruptionsAllowed: 1 });
    c.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'a' }], nodeSelector: { no: 'where' } },
    });
    c.apply(budget({ minAvailable: 100 })).settle();
    evict(c, 'p');
    expect(c.client.get(pods, 'default', 'p')).toBeUndefined();
  });

  it('allows nothing where it cannot count', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j' },
      spec: {
        template: { metadata: { labels: { app: 'web' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'a' }] } },
      },
    };
    const c = new TestCluster()
      .nodes(1)
      .apply(job, budget({ maxUnavailable: 1 }))
      .settle();
    expect(c.get(podDisruptionBudgets, 'b').status.conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' },
    ]);
  });

  it('answers over the wire as Kubernetes does', () => {
    const c = running(2, { minAvailable: 1 });
    const { core } = c.cluster;
    const name = c.pods()[0]?.metadata.name ?? '';
    const request = {
      core,
      user: { name: 'admin', groups: [] },
      resource: core.resources.byId('core/pods') as never,
      namespace: 'default',
      name,
      query: {},
      warn: () => {},
    };
    expect(() => podEviction.create?.(request, { metadata: { name: 'other' } })).toThrow(
      'name in URL does not match name in Eviction object',
    );
    expect(podEviction.create?.(request, { metadata: { name } })).toEqual({
      status: 201,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    });
    c.apply(budget({ minAvailable: 0 }, 'x'))
      .apply(budget({ minAvailable: 0 }, 'y'))
      .settle();
    const other = c.pods().find((p) => !p.metadata.deletionTimestamp)?.metadata.name ?? '';
    expect(podEviction.create?.({ ...request, name: other }, { metadata: { name: other } })).toMatchObject({
      status: 201,
      body: { status: 'Failure', code: 500, message: expect.stringMatching(/^This pod has more than one PodDisruptionBudget/) as string },
    });
  });
});
