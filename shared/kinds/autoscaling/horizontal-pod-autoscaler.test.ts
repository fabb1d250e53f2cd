import { describe, expect, test } from 'vitest';
import type { MetricSpec } from '../generated/types.ts';
import type { HorizontalPodAutoscaler } from '../types.ts';
import { autoscalingV1 } from './autoscaling-v1.ts';
import { horizontalPodAutoscalers } from './horizontal-pod-autoscaler.ts';
import { metricsText } from './metrics-text.ts';

const cpu: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const pods: MetricSpec = { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1k' } } };
const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const made = (spec: object): HorizontalPodAutoscaler =>
  ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: WEB, metrics: [cpu], ...spec },
    status: { currentMetrics: null, desiredReplicas: 0 },
  }) as unknown as HorizontalPodAutoscaler;
const fields = (errors: readonly { field: string; detail: string }[] | undefined) => errors?.map((e) => `${e.field}: ${e.detail}`);

describe('HorizontalPodAutoscaler', () => {
  test('goes to the older version and back', () => {
    const o = made({ metrics: [pods, cpu], behavior: { scaleDown: { policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } } });
    const old = autoscalingV1.fromStored(o) as HorizontalPodAutoscaler;
    expect([old.spec, old.metadata.annotations?.['autoscaling.alpha.kubernetes.io/metrics']]).toEqual([
      { minReplicas: 1, maxReplicas: 3, scaleTargetRef: WEB, targetCPUUtilizationPercentage: 60 },
      '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"1k"}}]',
    ]);
    expect(old.metadata.annotations?.['autoscaling.alpha.kubernetes.io/behavior']).toBe(
      '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":null,"Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}',
    );
    expect(autoscalingV1.toStored(old)).toEqual({ ...o, status: { currentMetrics: null, currentReplicas: 0, desiredReplicas: 0 } });
    expect(
      autoscalingV1.toStored({ ...old, metadata: { ...old.metadata, annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '{' } } }),
    ).toMatchObject({ spec: { metrics: [cpu] } });
  });

  test('says what is wrong with its bounds and metrics', () => {
    expect(
      fields(
        horizontalPodAutoscalers.validate?.(
          made({ minReplicas: 0, maxReplicas: 0, metrics: [{ type: 'Pods', resource: { name: 'cpu', target: { type: 'Value' } } }] }),
        ),
      ),
    ).toEqual([
      'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
      'spec.maxReplicas: Required value: must be set and greater than 0',
      'spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization',
      'spec.metrics[0].pods: Required value: must populate information for the given metric source',
      'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
    ]);
  });

  test('scales what has a group, but for what it scaled already', () => {
    const plain = made({ scaleTargetRef: { apiVersion: 'v1', kind: 'Deployment', name: 'web' } });
    const controller = made({ scaleTargetRef: { kind: 'ReplicationController', name: 'web' } });
    const slashes = made({ scaleTargetRef: { ...WEB, apiVersion: 'a/b/c' } });
    expect([plain, controller, slashes].map((o) => fields(horizontalPodAutoscalers.validate?.(o)))).toEqual([
      ['spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group'],
      [],
      ['spec.scaleTargetRef.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ]);
    expect([plain, made({})].map((was) => horizontalPodAutoscalers.validateUpdate?.(plain, was).length)).toEqual([0, 1]);
  });

  test('prints two metrics and counts the rest', () => {
    expect(metricsText([cpu, pods, pods], [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42 } } }])).toBe(
      'cpu: 42%/60%, <unknown>/1k + 1 more...',
    );
  });
});
