import { describe, expect, it } from 'vitest';
import { horizontalPodAutoscalers } from '#shared/kinds/autoscaling/horizontal-pod-autoscaler.ts';
import { REQUESTS } from '#shared/kinds/core/behaviour.ts';
import { services } from '#shared/kinds/core/service.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const asking = (requests: string | undefined) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', ...(requests ? { annotations: { [REQUESTS]: requests } } : {}) },
  spec: { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }] },
});
const web = (replicas = 2, requests: object = { cpu: '100m', memory: '64Mi' }) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: {
        labels: { app: 'web' },
        annotations: { 'behaviour.drydock.dev/cpu-at-rest': '10m', 'behaviour.drydock.dev/cpu-per-request': '10m' },
      },
      spec: { containers: [{ name: 'app', image: 'web:1', resources: { requests } }] },
    },
  },
});
const scaler = (spec: object = {}) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    ...spec,
  },
});
const start = (...more: object[]) =>
  new TestCluster()
    .nodes(3, { cpu: '16' })
    .apply(web(), asking(undefined), ...(more as never[]))
    .settle();
const size = (c: TestCluster) => c.get(deployments, 'web').spec.replicas;
const condition = (c: TestCluster, type: string) => c.get(horizontalPodAutoscalers, 'web').status?.conditions?.find((x) => x.type === type);

describe('a HorizontalPodAutoscaler', () => {
  it('grows with the load, tells its numbers, and stays on its target', () => {
    const c = start(scaler()).advance('1m').apply(asking('30')).advance('3m');
    // 30 requests of 10m each and 10m at rest in each pod, at 50% of 100m: 8 pods use 47.5m each
    expect(size(c)).toBe(8);
    expect(c.get(horizontalPodAutoscalers, 'web').status).toMatchObject({
      currentReplicas: 8,
      desiredReplicas: 8,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 47 } } }],
    });
    expect(c.events('web').filter((e) => e.startsWith('SuccessfulRescale'))[0]).toMatch(
      /^SuccessfulRescale: New size: \d+; reason: cpu resource utilization \(percentage of request\) above target$/,
    );
    expect(condition(c, 'ScalingActive')).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
  });

  it('shrinks only once nothing higher was recommended for five minutes', () => {
    const c = start(scaler())
      .advance('1m')
      .apply(asking('30'))
      .advance('3m')
      .apply(asking(undefined))
      .change(services, 'web', (s) => ({ ...s, metadata: { ...s.metadata, annotations: {} } }));
    expect(size(c.advance('4m'))).toBe(8);
    expect(condition(c, 'AbleToScale')).toMatchObject({ reason: 'ScaleDownStabilized' });
    expect(size(c.advance('3m'))).toBe(2);
  });

  it('goes no further than its bounds, and no faster than its policies', () => {
    const c = start(scaler({ maxReplicas: 5 }))
      .advance('1m')
      .apply(asking('300'))
      .advance('5m');
    expect([size(c), condition(c, 'ScalingLimited')?.reason]).toEqual([5, 'TooManyReplicas']);
    const slow = start(scaler({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } } }))
      .advance('1m')
      .apply(asking('300'))
      .advance('50s');
    expect([size(slow), condition(slow, 'ScalingLimited')?.reason]).toEqual([3, 'ScaleUpLimit']);
    expect(size(slow.advance('1m'))).toBe(4);
  });

  it('says what it cannot measure, and changes nothing', () => {
    const c = new TestCluster().nodes(2).apply(web(2, {}), scaler()).settle().advance('1m');
    expect(size(c)).toBe(2);
    expect(condition(c, 'ScalingActive')).toMatchObject({
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: expect.stringMatching(
        /^the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container app of Pod web-/,
      ) as string,
    });
    expect(c.get(horizontalPodAutoscalers, 'web').status?.currentMetrics).toEqual([{ type: '' }]);
    expect(
      start(scaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' } }))
        .advance('20s')
        .events('web'),
    ).toContain('FailedGetScale: deployments.apps "none" not found');
  });

  it('is looked at every fifteen seconds from when it was made, however often the design is opened', () => {
    const c = start()
      .advance('7s')
      .apply(scaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' } }))
      .advance('14s');
    const said = (of: TestCluster) => of.events('web').filter((e) => e.startsWith('FailedGetScale'));
    expect(said(c)).toEqual([]);
    expect(said(c.advance('2s').restart().advance('14s').restart().advance('0s'))).toEqual([
      'FailedGetScale: deployments.apps "none" not found (x2)',
    ]);
  });

  it('goes on after a restart as if there had been none', () => {
    const begun = () => start(scaler()).advance('1m').apply(asking('30')).advance('2m').apply(asking('5'));
    expect(size(begun().advance('1m').restart().advance('10m'))).toBe(size(begun().advance('11m')));
  });
});
