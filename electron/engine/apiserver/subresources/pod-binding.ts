/**
 * Puts a pod on a node: pods/binding, and what the scheduler does through the same door.
 * Source: pkg/registry/core/pod/storage (BindingREST) and plugin/pkg/admission/podtopologylabels.
 */
import { ApiError, assert, conflict, notFound, type FieldError } from '#shared/api/errors.ts';
import { deepFreeze } from '#shared/api/json.ts';
import type { Draft } from '#shared/api/object.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { bindings } from '#shared/kinds/core/binding.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Binding, Pod, PodCondition } from '#shared/kinds/types.ts';
import { NO_TIME } from '#shared/api/time.ts';
import { topologyLabels } from '../admission/pod-topology-labels.ts';
import { timestamp, type Core } from '../context.ts';
import { checkBeforeUpdate } from '../preconditions.ts';
import type { SubresourceHandler, SubresourceRequest } from './handler.ts';

const PODS = resourceOf(pods);
const about = { group: '', plural: 'pods', kind: 'Pod' };
const aboutBinding = { group: '', plural: 'pods/binding', kind: 'Pod' };

/** What else a binding may carry. */
export interface BindingOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Assigns the pod to the node and says that it is scheduled, in one write. Refuses a pod that is bound, gated or going. */
export function bindPod(core: Core, namespace: string, name: string, nodeName: string, options: BindingOptions = {}): Pod {
  const ref = { resource: PODS, namespace, name };
  const pod = core.store.get(ref) as Pod | undefined;
  if (!pod) throw notFound(about, name);
  const refuse = (why: string): ApiError => conflict(aboutBinding, name, why);
  checkBeforeUpdate({ id: PODS, about, definition: pods }, pod, options);
  if (pod.metadata.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if (pod.spec.schedulingGates?.length) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);

  const labels = { ...topologyLabels(core, nodeName), ...options.labels };
  const { nominatedNodeName: _nominated, ...status } = pod.status;
  const next: Pod = {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(Object.keys(labels).length ? { labels: { ...pod.metadata.labels, ...labels } } : {}),
      ...(options.annotations && Object.keys(options.annotations).length
        ? { annotations: { ...pod.metadata.annotations, ...options.annotations } }
        : {}),
    },
    spec: { ...pod.spec, nodeName },
    status: { ...status, conditions: scheduled(status.conditions ?? [], timestamp(core)) },
  };
  if (options.dryRun) return next;
  const stored = core.store.update(ref, next);
  assert(typeof stored !== 'string', 'a binding inside one request cannot lose a race');
  return stored;
}

/** The conditions of pods that had none before: pods that are bound in the same second share them. */
let first: readonly [PodCondition] | undefined;

function scheduled(conditions: readonly PodCondition[], now: string): readonly PodCondition[] {
  if (first?.[0].lastTransitionTime !== now)
    first = deepFreeze([{ type: 'PodScheduled', status: 'True', lastProbeTime: NO_TIME, lastTransitionTime: now }]);
  if (!conditions.length) return first;
  const [condition] = first;
  const i = conditions.findIndex((c) => c.type === 'PodScheduled');
  return i < 0
    ? [...conditions, condition]
    : conditions.with(i, conditions[i]?.status === 'True' ? (conditions[i] as PodCondition) : condition);
}

/** POST …/pods/NAME/binding. */
export const podBinding: SubresourceHandler = {
  resource: PODS,
  subresource: 'binding',
  create(r, body: Draft) {
    const { metadata } = body as Partial<Binding>;
    if (metadata?.name && metadata.name !== r.name) throw new ApiError('BadRequest', 'name in URL does not match name in Binding object');
    return bound(r, r.name, body);
  },
};

/** POST …/bindings: the same, of the pod that the binding is named after. */
export const binding: SubresourceHandler = {
  resource: resourceOf(bindings),
  subresource: '',
  create: (r, body) => bound(r, body.metadata?.name ?? '', body),
};

function bound(r: SubresourceRequest, name: string, body: Draft): ApiResponse {
  const { metadata, target } = body as Partial<Binding>;
  const wrong = bindings.validate?.({ ...body, target: target ?? { name: '' } } as Binding) ?? [];
  if (wrong.length) throw new ApiError('', said(wrong));
  const { uid, resourceVersion, annotations, labels } = metadata ?? {};
  bindPod(r.core, r.namespace, name, target?.name ?? '', { uid, resourceVersion, annotations, labels, dryRun: r.dryRun });
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** Errors as Go tells several at once. */
function said(errors: readonly FieldError[]): string {
  const each = errors.map((e) => `${e.field}: ${e.detail}`).join(', ');
  return errors.length === 1 ? each : `[${each}]`;
}
