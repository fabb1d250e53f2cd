/** HorizontalPodAutoscaler. Source: autoscaling/v2 defaults, autoscaling/validation, registry/autoscaling/horizontalpodautoscaler. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, HPAScalingRules, MetricSpec } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import type { HorizontalPodAutoscaler } from '../types.ts';
import { autoscalingV1 } from './autoscaling-v1.ts';
import { validateBehavior } from './behavior-validation.ts';
import { metricsText } from './metrics-text.ts';
import { validateMetrics, validateTargetReference, versionComplaint, type TargetOptions } from './metric-validation.ts';
import { SCALE_DOWN, SCALE_UP } from './scaling-rules.ts';

export const horizontalPodAutoscalers = defineKind<HorizontalPodAutoscaler>({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  served: [autoscalingV1],
  default(o) {
    const { spec } = o;
    const behavior = spec.behavior && withBehaviorDefaults(spec.behavior);
    if (spec.minReplicas !== undefined && spec.metrics?.length && behavior === spec.behavior) return o;
    return {
      ...o,
      spec: {
        ...spec,
        minReplicas: spec.minReplicas ?? 1,
        metrics: spec.metrics?.length ? spec.metrics : CPU_AT_80,
        ...(behavior ? { behavior } : {}),
      },
    };
  },
  prepareCreate: (o) => ({ ...o, status: { currentMetrics: null, desiredReplicas: 0 } as unknown as HorizontalPodAutoscaler['status'] }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next, previous) => validateSpec(next.spec, previous.spec),
  validateStatusUpdate: ({ status }) => validateNonnegatives(status, 'status', ['currentReplicas', 'desiredReplicas']),
  columns: [
    NAME,
    column('Reference', 'HorizontalPodAutoscalerSpec.scaleTargetRef', (o) => `${o.spec.scaleTargetRef.kind}/${o.spec.scaleTargetRef.name}`),
    column('Targets', 'HorizontalPodAutoscalerSpec.metrics', (o) => metricsText(o.spec.metrics ?? [], o.status.currentMetrics ?? [])),
    column('MinPods', 'HorizontalPodAutoscalerSpec.minReplicas', (o) =>
      o.spec.minReplicas === undefined ? '<unset>' : String(o.spec.minReplicas),
    ),
    column('MaxPods', 'HorizontalPodAutoscalerSpec.maxReplicas', (o) => o.spec.maxReplicas),
    column('Replicas', 'HorizontalPodAutoscalerStatus.currentReplicas', (o) => o.status.currentReplicas ?? 0),
    AGE,
  ],
});

const CPU_AT_80: readonly MetricSpec[] = Object.freeze([
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
]);

/** Where behaviour is given at all, what it leaves open is filled in. */
function withBehaviorDefaults(b: HorizontalPodAutoscalerBehavior): HorizontalPodAutoscalerBehavior {
  const complete = (rules: HPAScalingRules | undefined, usual: HPAScalingRules) =>
    rules && Object.keys(usual).every((k) => rules[k as keyof HPAScalingRules] !== undefined) ? rules : { ...usual, ...rules };
  const scaleUp = complete(b.scaleUp, SCALE_UP);
  const scaleDown = complete(b.scaleDown, SCALE_DOWN);
  return scaleUp === b.scaleUp && scaleDown === b.scaleDown ? b : { scaleUp, scaleDown };
}

function validateSpec(s: HorizontalPodAutoscalerSpec, old?: HorizontalPodAutoscalerSpec): readonly FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef: target } = s;
  const least = old?.minReplicas === 0 ? 0 : 1;
  const sameTarget = old !== undefined && old.scaleTargetRef.apiVersion === target.apiVersion && old.scaleTargetRef.kind === target.kind;
  return [
    ...(minReplicas !== undefined && minReplicas < least
      ? [invalid('spec.minReplicas', minReplicas, `must be greater than or equal to ${least}`)]
      : []),
    ...(maxReplicas === 0
      ? [required('spec.maxReplicas', 'must be set and greater than 0')]
      : maxReplicas < 0
        ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1')]
        : []),
    ...(minReplicas !== undefined && maxReplicas < minReplicas
      ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...validateTargetReference(target, 'spec.scaleTargetRef', {
      withoutGroup: target.kind === 'ReplicationController',
      anyVersion: sameTarget,
    }),
    ...validateMetrics(s.metrics ?? [], 'spec.metrics', minReplicas === 0, describedObjects(old)),
    ...validateBehavior(s.behavior, 'spec.behavior'),
  ];
}

/** Objects that metrics describe may be of the core group; where one was wrong before, all may be. */
function describedObjects(old: HorizontalPodAutoscalerSpec | undefined): TargetOptions {
  const usual: TargetOptions = { withoutGroup: true };
  return old?.metrics?.some((m) => m.type === 'Object' && m.object && versionComplaint(m.object.describedObject, usual))
    ? { ...usual, anyVersion: true }
    : usual;
}
