/** What each metric of an autoscaler comes to, and how many replicas it asks for. Source: pkg/controller/podautoscaler. */
import { metricMilli } from '#shared/kinds/core/behaviour.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { amountOf, amountsOf } from '#shared/kinds/core/pod-requests.ts';
import { groupOf } from '#shared/api/object.ts';
import { formatQuantity, milliOf, milliQuantity, quantity } from '#shared/api/quantity.ts';
import type { HorizontalPodAutoscaler, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { loadIn, usageOf, type Usage } from '../../metrics/usage.ts';
import { countByPods, countByValue, readyCount, type Proposal, type Sample, type Tolerances } from './replica-count.ts';

type Spec = HorizontalPodAutoscaler['spec'];
export type MetricSpec = NonNullable<Spec['metrics']>[number];
export type MetricStatus = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['currentMetrics']>[number];
type Target = NonNullable<MetricSpec['resource']>['target'];

/** What a metric came to. `name` is how conditions and events call it. */
export interface Measured {
  readonly replicas: number;
  readonly name: string;
  readonly status: MetricStatus;
}
/** Why it came to nothing. */
export interface Unmeasured {
  readonly reason: string;
  readonly kind: string;
  readonly message: string;
}

/** What a metric is measured against. */
export interface Scene {
  readonly client: Client;
  readonly namespace: string;
  readonly pods: readonly Pod[];
  readonly current: number;
  readonly tolerances: Tolerances;
}

/** Measures one metric. */
export function measure(m: MetricSpec, scene: Scene): Measured | Unmeasured {
  switch (m.type) {
    case 'Resource':
      return m.resource ? resource(m, m.resource.name, undefined, m.resource.target, scene) : unknown(m);
    case 'ContainerResource':
      return m.containerResource
        ? resource(m, m.containerResource.name, m.containerResource.container, m.containerResource.target, scene)
        : unknown(m);
    case 'Pods':
      return perPod(m, scene);
    case 'Object':
      return ofObject(m, scene);
    case 'External':
      return external(m, scene);
    default:
      return unknown(m);
  }
}

const unknown = (m: MetricSpec): Unmeasured => ({
  reason: 'InvalidMetricSourceType',
  kind: 'metric',
  message: `unknown metric source type "${m.type}"`,
});

function resource(m: MetricSpec, name: string, container: string | undefined, target: Target, scene: Scene): Measured | Unmeasured {
  const { client, namespace, pods, current, tolerances } = scene;
  const load = loadIn(client, namespace);
  const { wallMs } = client;
  const reason = container === undefined ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric';
  const kind = container === undefined ? `${name} resource` : `${name} container`;
  const failed = (why: string): Unmeasured => ({
    reason,
    kind,
    message: `failed to get ${name} ${target.type === 'Utilization' ? 'utilization' : 'usage'}: ${why}`,
  });
  if (name !== 'cpu' && name !== 'memory')
    return failed(`unable to get metrics for resource ${name}: no metrics returned from resource metrics API`);
  const chosen = (used: ReadonlyMap<string, Usage>) => [...used].filter(([c]) => container === undefined || c === container);
  const samples: Sample[] = pods.map((pod) => {
    const used = usageOf(pod, load(pod), wallMs);
    const own = used && chosen(used);
    return { pod, value: own?.length ? own.reduce((sum, [, u]) => sum + u[name], 0) : undefined };
  });
  if (!samples.some((s) => s.value !== undefined))
    return failed(`unable to get metrics for resource ${name}: no metrics returned from resource metrics API`);

  const write = (n: number) => (name === 'cpu' ? formatQuantity(milliQuantity(Math.round(n))) : formatQuantity(quantity(Math.round(n))));
  const requestOf = new Map<Pod, number>();
  if (target.type === 'Utilization') {
    for (const { pod } of samples) {
      const asked = requestFor(pod, name, container);
      if (typeof asked === 'object')
        return failed(`missing request for ${name} in container ${asked.container} of Pod ${pod.metadata.name}`);
      requestOf.set(pod, asked);
    }
  }
  const isUtilization = target.type === 'Utilization';
  const value = isUtilization
    ? samples.map((s) => ({ ...s, value: s.value === undefined ? undefined : (s.value * 100) / (requestOf.get(s.pod) || 1) }))
    : samples;
  const wanted = isUtilization ? (target.averageUtilization ?? 80) : amountOf(name, target.averageValue);
  const found = countByPods({
    current,
    samples: value,
    target: wanted,
    full: isUtilization ? 100 : wanted,
    isCpu: name === 'cpu',
    tolerances,
    wallMs,
  });
  if (!found) return failed('did not receive metrics for targeted pods (pods might be unready)');
  const measured = samples.filter((s) => s.value !== undefined);
  const meanValue = measured.reduce((sum, s) => sum + (s.value ?? 0), 0) / measured.length;
  const now = { averageValue: write(meanValue), ...(isUtilization && { averageUtilization: Math.trunc(found.mean) }) };
  const status: MetricStatus =
    container === undefined
      ? { type: m.type, resource: { name, current: now } }
      : { type: m.type, containerResource: { name, container, current: now } };
  const what = container === undefined ? `${name} resource` : `${name} container resource`;
  return { replicas: found.replicas, status, name: isUtilization ? `${what} utilization (percentage of request)` : what };
}

/** What a pod asks of a resource, or the container that does not say. */
function requestFor(pod: Pod, name: string, container: string | undefined): number | { readonly container: string } {
  let sum = 0;
  for (const c of [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter((i) => i.restartPolicy === 'Always')]) {
    if (container !== undefined && c.name !== container) continue;
    const asked = c.resources?.requests ? amountsOf(c.resources.requests)[name] : undefined;
    if (asked === undefined) return { container: c.name };
    sum += asked;
  }
  return sum;
}

const inMilli = (n: number): string => formatQuantity(milliQuantity(Math.round(n)));

function perPod(m: MetricSpec, { pods, current, tolerances, client }: Scene): Measured | Unmeasured {
  const name = m.pods?.metric.name ?? '';
  const failed = (why: string): Unmeasured => ({
    reason: 'FailedGetPodsMetric',
    kind: 'pods',
    message: `unable to get metric ${name}: ${why}`,
  });
  const target = milliOf(m.pods?.target.averageValue);
  const samples = pods.map((pod) => ({ pod, value: pod.status.phase === 'Running' ? metricMilli(pod, name) : undefined }));
  if (!samples.some((s) => s.value !== undefined)) return failed('no metrics returned from custom metrics API');
  const found = countByPods({ current, samples, target, full: target, isCpu: false, tolerances, wallMs: client.wallMs });
  return found
    ? {
        replicas: found.replicas,
        name: `pods metric ${name}`,
        status: { type: m.type, pods: { metric: m.pods?.metric ?? { name }, current: { averageValue: inMilli(found.mean) } } },
      }
    : failed('did not receive metrics for targeted pods (pods might be unready)');
}

/** A value that an object's annotation gives; of an Ingress or Service, requests a second likewise. */
function ofObject(m: MetricSpec, scene: Scene): Measured | Unmeasured {
  const { client, namespace } = scene;
  const source = m.object;
  const { describedObject: about, metric, target } = source ?? {};
  const found = about && client.core.resources.byGroupKind(groupOf(about.apiVersion ?? ''), about.kind);
  const object = found && client.get(found.definition, namespace, about.name);
  const value = object && metricMilli(object, metric?.name ?? '');
  if (!source || value === undefined || !target)
    return {
      reason: 'FailedGetObjectMetric',
      kind: 'object',
      message: `unable to get metric ${metric?.name ?? ''}: ${about?.kind ?? ''} on ${namespace} ${about?.name ?? ''}/no metrics returned from custom metrics API`,
    };
  const { replicas, current } = byTarget(value, target, scene);
  return {
    replicas,
    name: `${about?.kind ?? ''} metric ${metric?.name ?? ''}`,
    status: { type: m.type, object: { metric: source.metric, describedObject: source.describedObject, current } },
  };
}

/** A value from outside the cluster: the namespace's annotation gives it. */
function external(m: MetricSpec, scene: Scene): Measured | Unmeasured {
  const { client, namespace } = scene;
  const source = m.external;
  const name = source?.metric.name ?? '';
  const object = client.get(namespaces, '', namespace);
  const value = object && metricMilli(object, name);
  if (!source || value === undefined)
    return {
      reason: 'FailedGetExternalMetric',
      kind: 'external',
      message: `unable to get external metric ${namespace}/${name}/nil: no metrics returned from external metrics API`,
    };
  const { replicas, current } = byTarget(value, source.target, scene);
  return { replicas, name: `external metric ${name}(nil)`, status: { type: m.type, external: { metric: source.metric, current } } };
}

function byTarget(
  value: number,
  target: Target,
  { current, pods, tolerances }: Scene,
): { readonly replicas: number; readonly current: { readonly value?: string; readonly averageValue?: string } } {
  const each = target.type === 'AverageValue';
  const p: Proposal = countByValue(current, value, milliOf(each ? target.averageValue : target.value), each, readyCount(pods), tolerances);
  return { replicas: p.replicas, current: each ? { averageValue: inMilli(p.mean) } : { value: inMilli(value) } };
}
