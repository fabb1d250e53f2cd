/**
 * HorizontalPodAutoscaler as autoscaling/v1 has it: a share of cpu in a field, all that is newer in annotations.
 * Source: autoscaling/v1 defaults and conversion.
 */
import type { ApiObject, Draft } from '../../api/object.ts';
import type { ServedVersion } from '../definition.ts';
import type {
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerSpecV1,
  HorizontalPodAutoscalerStatusV1,
  HPAScalingRules,
  LabelSelector,
  MetricSpec,
  MetricStatus,
  ObjectMeta,
} from '../generated/types.ts';
import type { HorizontalPodAutoscaler } from '../types.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const BEHAVIOR = `${PREFIX}behavior`;
const CONDITIONS = `${PREFIX}conditions`;
const CURRENT = `${PREFIX}current-metrics`;
const ANNOTATIONS = [METRICS, BEHAVIOR, CONDITIONS, CURRENT];

export const autoscalingV1: ServedVersion = {
  apiVersion: 'autoscaling/v1',
  type: 'HorizontalPodAutoscalerV1',
  fromStored: (o) => fromStored(o as HorizontalPodAutoscaler),
  toStored,
};

function fromStored({ spec, status, metadata, ...o }: HorizontalPodAutoscaler): ApiObject {
  const { metrics = [], behavior, ...rest } = spec;
  const { currentMetrics, conditions, ...counts } = status;
  const cpu = metrics.find(isCpuShare);
  const others = metrics.filter((m) => m !== cpu);
  const cpuNow = currentMetrics?.find(isCpuNow);
  const othersNow = (currentMetrics ?? []).filter((m) => m !== cpuNow);
  const told: readonly (readonly [string, unknown])[] = [
    [METRICS, others.length ? others.map(oldMetric) : undefined],
    [CURRENT, othersNow.length ? othersNow.map(oldCurrent) : undefined],
    [CONDITIONS, conditions?.length ? conditions : undefined],
    [BEHAVIOR, behavior && insideBehavior(behavior)],
  ];
  const annotations = {
    ...metadata.annotations,
    ...Object.fromEntries(told.filter(([, v]) => v !== undefined).map(([k, v]) => [k, JSON.stringify(v)])),
  };
  return {
    ...o,
    apiVersion: 'autoscaling/v1',
    metadata: { ...metadata, ...(Object.keys(annotations).length ? { annotations } : {}) },
    spec: { ...rest, ...(cpu ? { targetCPUUtilizationPercentage: cpu.resource?.target.averageUtilization } : {}) },
    status: {
      ...counts,
      currentReplicas: counts.currentReplicas ?? 0,
      ...(cpuNow ? { currentCPUUtilizationPercentage: cpuNow.resource?.current.averageUtilization } : {}),
    },
  } as ApiObject;
}

function toStored(draft: Draft): Draft {
  const { spec, status, metadata, ...o } = draft as Draft & {
    readonly spec?: HorizontalPodAutoscalerSpecV1;
    readonly status?: HorizontalPodAutoscalerStatusV1;
  };
  const { targetCPUUtilizationPercentage: share, ...rest } = spec ?? {};
  const { currentCPUUtilizationPercentage: now, ...counts } = status ?? {};
  const told = <T>(key: string): T | undefined => parsed<T>(metadata?.annotations?.[key]);
  const metrics = [
    ...(told<readonly OldMetric[]>(METRICS) ?? []).map(newMetric),
    ...(share === undefined
      ? []
      : [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: share } } }]),
  ];
  const current = [
    ...(told<readonly OldMetric[]>(CURRENT) ?? []).map(newCurrent),
    ...(now === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: now } } }]),
  ];
  const behavior = lowered(told<object>(BEHAVIOR));
  const conditions = told<readonly unknown[]>(CONDITIONS);
  return {
    ...o,
    apiVersion: 'autoscaling/v2',
    ...(metadata ? { metadata: withoutAnnotations(metadata) } : {}),
    spec: { ...rest, ...(metrics.length ? { metrics } : {}), ...(behavior ? { behavior } : {}) },
    ...(status ? { status: { ...counts, currentMetrics: current.length ? current : null, ...(conditions ? { conditions } : {}) } } : {}),
  } as Draft;
}

/** Annotations a person wrote may be anything; what cannot be read says nothing. */
function parsed<T>(text: string | undefined): T | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function withoutAnnotations(m: ObjectMeta): ObjectMeta {
  if (!ANNOTATIONS.some((a) => m.annotations?.[a] !== undefined)) return m;
  const { annotations, ...rest } = m;
  const kept = Object.entries(annotations ?? {}).filter(([k]) => !ANNOTATIONS.includes(k));
  return { ...rest, ...(kept.length ? { annotations: Object.fromEntries(kept) } : {}) };
}

/** Behaviour stands in its annotation as the server's own type is written: every field, by Go's name. */
function insideBehavior(b: HorizontalPodAutoscalerBehavior): unknown {
  const rules = (r: HPAScalingRules | undefined) =>
    r === undefined
      ? null
      : {
          StabilizationWindowSeconds: r.stabilizationWindowSeconds ?? null,
          SelectPolicy: r.selectPolicy ?? null,
          Policies:
            r.policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ?? null,
          Tolerance: r.tolerance ?? null,
        };
  return { ScaleUp: rules(b.scaleUp), ScaleDown: rules(b.scaleDown) };
}

/** The same in the way back; names that begin small are understood too. */
function lowered(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(lowered);
  return typeof v === 'object' && v !== null
    ? Object.fromEntries(
        Object.entries(v)
          .filter(([, x]) => x !== null)
          .map(([k, x]) => [k.charAt(0).toLowerCase() + k.slice(1), lowered(x)]),
      )
    : v;
}

const isCpuShare = (m: MetricSpec) =>
  m.type === 'Resource' && m.resource?.name === 'cpu' && m.resource.target.averageUtilization !== undefined;
const isCpuNow = (m: MetricStatus) =>
  m.type === 'Resource' && m.resource?.name === 'cpu' && m.resource.current.averageUtilization !== undefined;

/** A metric as the older version writes it, target or current value told by the names of its fields. */
interface OldMetric {
  readonly type: string;
  readonly object?: OldSource;
  readonly pods?: OldSource;
  readonly resource?: OldSource;
  readonly containerResource?: OldSource;
  readonly external?: OldSource;
}
type OldSource = Readonly<Record<string, unknown>>;
interface Amounts {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

const given = (o: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined));

/** What a source's amounts are called: 'target…' or 'current…'. */
function oldSource(m: MetricSpec | MetricStatus, amounts: (s: unknown) => Amounts, word: 'target' | 'current'): OldMetric {
  const { object, pods, resource, containerResource, external } = m;
  const of = (s: unknown) => amounts(s);
  return {
    type: m.type,
    ...(object
      ? {
          object: given({
            target: object.describedObject,
            metricName: object.metric.name,
            [`${word}Value`]: of(object).value ?? '0',
            selector: object.metric.selector,
            averageValue: of(object).averageValue,
          }),
        }
      : {}),
    ...(pods
      ? { pods: given({ metricName: pods.metric.name, [`${word}AverageValue`]: of(pods).averageValue, selector: pods.metric.selector }) }
      : {}),
    ...(resource
      ? {
          resource: given({
            name: resource.name,
            [`${word}AverageUtilization`]: of(resource).averageUtilization,
            [`${word}AverageValue`]: of(resource).averageValue,
          }),
        }
      : {}),
    ...(containerResource
      ? {
          containerResource: given({
            name: containerResource.name,
            [`${word}AverageUtilization`]: of(containerResource).averageUtilization,
            [`${word}AverageValue`]: of(containerResource).averageValue,
            container: containerResource.container,
          }),
        }
      : {}),
    ...(external
      ? {
          external: given({
            metricName: external.metric.name,
            metricSelector: external.metric.selector,
            [`${word}Value`]: of(external).value,
            [`${word}AverageValue`]: of(external).averageValue,
          }),
        }
      : {}),
  };
}

const oldMetric = (m: MetricSpec): OldMetric => oldSource(m, (s) => (s as { target: Amounts }).target, 'target');
const oldCurrent = (m: MetricStatus): OldMetric => oldSource(m, (s) => (s as { current: Amounts }).current, 'current');

function newSource(m: OldMetric, word: 'target' | 'current', amounts: (a: Amounts) => Record<string, unknown>): unknown {
  const { object, pods, resource, containerResource, external } = m;
  const metric = (s: OldSource, selector = 'selector') =>
    given({ name: s['metricName'], selector: s[selector] as LabelSelector | undefined });
  const usage = (s: OldSource) =>
    amounts(given({ averageUtilization: s[`${word}AverageUtilization`], averageValue: s[`${word}AverageValue`] }));
  return {
    type: m.type,
    ...(object
      ? {
          object: {
            describedObject: object['target'],
            metric: metric(object),
            ...amounts(
              given({
                value: object['averageValue'] === undefined ? object[`${word}Value`] : undefined,
                averageValue: object['averageValue'],
              }),
            ),
          },
        }
      : {}),
    ...(pods ? { pods: { metric: metric(pods), ...amounts(given({ averageValue: pods[`${word}AverageValue`] })) } } : {}),
    ...(resource ? { resource: { name: resource['name'], ...usage(resource) } } : {}),
    ...(containerResource
      ? { containerResource: { name: containerResource['name'], container: containerResource['container'], ...usage(containerResource) } }
      : {}),
    ...(external
      ? {
          external: {
            metric: metric(external, 'metricSelector'),
            ...amounts(given({ value: external[`${word}Value`], averageValue: external[`${word}AverageValue`] })),
          },
        }
      : {}),
  };
}

const newMetric = (m: OldMetric): MetricSpec =>
  newSource(m, 'target', (a) => ({
    target: { type: a.averageUtilization !== undefined ? 'Utilization' : a.averageValue !== undefined ? 'AverageValue' : 'Value', ...a },
  })) as MetricSpec;
const newCurrent = (m: OldMetric): MetricStatus => newSource(m, 'current', (a) => ({ current: a })) as MetricStatus;
