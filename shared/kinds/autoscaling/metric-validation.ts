/** What an autoscaler may watch. Source: autoscaling/validation validateMetrics. */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isPathSegmentName } from '../../api/names.ts';
import { groupOf } from '../../api/object.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { validateContainerResourceName } from '../core/resource-names.ts';
import type { CrossVersionObjectReference, MetricIdentifier, MetricSpec, MetricTarget } from '../generated/types.ts';

const SOURCES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
/** The fields that may say what is watched, in the order they are looked at. */
const FIELDS = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
const FIELD_OF: Readonly<Record<string, (typeof FIELDS)[number]>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

/** `toZero`: nothing of the pods is there to be watched while there are none. `objects`: what described objects may be. */
export function validateMetrics(
  metrics: readonly MetricSpec[],
  path: string,
  toZero: boolean,
  objects: TargetOptions,
): readonly FieldError[] {
  const awake = metrics.some((m) => m.type === 'Object' || m.type === 'External');
  return [
    ...metrics.flatMap((m, i) => validateMetric(m, `${path}[${i}]`, objects)),
    ...(toZero && !awake
      ? [forbiddenField(path, 'must specify at least one Object or External metric to support scaling to zero replicas')]
      : []),
  ];
}

function validateMetric(m: MetricSpec, path: string, objects: TargetOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  const unknown = !SOURCES.includes(m.type);
  const type = `${path}.type`;
  const expected = FIELD_OF[m.type];
  if (m.type === '') errors.push(required(type, 'must specify a metric source type'));
  if (unknown) errors.push(notSupported(type, m.type, SOURCES));
  const present = FIELDS.filter((f) => m[f]);
  const first = present[0];
  if (first) errors.push(...validateSource(m, first, `${path}.${first}`, objects));
  if (unknown) errors.push(notSupported(type, m.type, SOURCES));
  else if (expected && !m[expected]) errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
  if (present.length !== 1)
    for (const f of present) if (f !== expected) errors.push(forbiddenField(`${path}.${f}`, 'must populate the given metric source only'));
  return errors;
}

function validateSource(m: MetricSpec, field: (typeof FIELDS)[number], path: string, objects: TargetOptions): readonly FieldError[] {
  const average = `${path}.target.averageValue`;
  switch (field) {
    case 'object': {
      const s = m.object as NonNullable<MetricSpec['object']>;
      return [
        ...validateTargetReference(s.describedObject, `${path}.describedObject`, objects),
        ...validateIdentifier(s.metric, `${path}.metric`),
        ...validateTarget(s.target, `${path}.target`),
        ...needsValue(s.target, average, 'must set either a target value or averageValue'),
      ];
    }
    case 'external': {
      const s = m.external as NonNullable<MetricSpec['external']>;
      return [
        ...validateIdentifier(s.metric, `${path}.metric`),
        ...validateTarget(s.target, `${path}.target`),
        ...needsValue(s.target, average, 'must set either a target value for metric or a per-pod target'),
        ...(s.target.value !== undefined && s.target.averageValue !== undefined
          ? [forbiddenField(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target')]
          : []),
      ];
    }
    case 'pods': {
      const s = m.pods as NonNullable<MetricSpec['pods']>;
      return [
        ...validateIdentifier(s.metric, `${path}.metric`),
        ...validateTarget(s.target, `${path}.target`),
        ...(s.target.averageValue === undefined ? [required(average, 'must specify a positive target averageValue')] : []),
      ];
    }
    case 'resource': {
      const s = m.resource as NonNullable<MetricSpec['resource']>;
      return [...(s.name ? [] : [required(`${path}.name`, 'must specify a resource name')]), ...validateUsage(s.target, path)];
    }
    case 'containerResource': {
      const s = m.containerResource as NonNullable<MetricSpec['containerResource']>;
      return [
        ...(s.name ? validateContainerResourceName(s.name, `${path}.name`) : [required(`${path}.name`, 'must specify a resource name')]),
        ...(s.container
          ? invalidEach(`${path}.container`, s.container, isDNS1123Label(s.container))
          : [required(`${path}.container`, 'must specify a container')]),
        ...validateUsage(s.target, path),
      ];
    }
  }
}

function needsValue(t: MetricTarget, path: string, words: string): readonly FieldError[] {
  return t.value === undefined && t.averageValue === undefined ? [required(path, words)] : [];
}

/** A raw amount or a share of what is requested, not both. */
function validateUsage(t: MetricTarget, path: string): readonly FieldError[] {
  return [
    ...validateTarget(t, `${path}.target`),
    ...(t.averageUtilization === undefined && t.averageValue === undefined
      ? [required(`${path}.target.averageUtilization`, 'must set either a target raw value or a target utilization')]
      : []),
    ...(t.averageUtilization !== undefined && t.averageValue !== undefined
      ? [forbiddenField(`${path}.target.averageValue`, 'may not set both a target raw value and a target utilization')]
      : []),
  ];
}

function validateTarget(t: MetricTarget, path: string): readonly FieldError[] {
  const { type, averageUtilization } = t;
  const positive = (f: 'value' | 'averageValue') =>
    t[f] !== undefined && parseQuantity(t[f]).nano <= 0n ? [invalid(`${path}.${f}`, t[f], 'must be positive')] : [];
  return [
    ...(type ? [] : [required(`${path}.type`, 'must specify a metric target type')]),
    ...(['Utilization', 'Value', 'AverageValue'].includes(type)
      ? []
      : [invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...positive('value'),
    ...positive('averageValue'),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0')]
      : []),
  ];
}

function validateIdentifier({ name }: MetricIdentifier, path: string): readonly FieldError[] {
  return name ? invalidEach(`${path}.name`, name, isPathSegmentName(name)) : [required(`${path}.name`, 'must specify a metric name')];
}

/** What is let pass in the version of a referred object: that it has no group, or anything that was there before. */
export interface TargetOptions {
  readonly withoutGroup: boolean;
  readonly anyVersion?: boolean;
}

/** What is scaled, or described by a metric. */
export function validateTargetReference(ref: CrossVersionObjectReference, path: string, options: TargetOptions): readonly FieldError[] {
  const complaint = versionComplaint(ref, options);
  return [
    ...(['kind', 'name'] as const).flatMap((f) =>
      ref[f] ? invalidEach(`${path}.${f}`, ref[f], isPathSegmentName(ref[f])) : [required(`${path}.${f}`)],
    ),
    ...(complaint === undefined ? [] : [invalid(`${path}.apiVersion`, ref.apiVersion ?? '', complaint)]),
  ];
}

/** What is wrong with the version of a referred object. */
export function versionComplaint(
  { apiVersion = '' }: CrossVersionObjectReference,
  { withoutGroup, anyVersion }: TargetOptions,
): string | undefined {
  if (anyVersion) return undefined;
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  return withoutGroup || groupOf(apiVersion) ? undefined : 'apiVersion must specify API group';
}
