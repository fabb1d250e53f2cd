/**
 * Keeps as many pods as asked for: what ReplicaSets and ReplicationControllers have in common.
 * Source: pkg/controller/replicaset.
 */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { controllerOf, isTerminating, type ApiObject } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { equalityMatcher, type Labels, type Matcher } from '#shared/api/selector.ts';
import { isPodActive, isPodAvailable, isPodReady, isPodTerminating, nextAvailableInMs } from '#shared/kinds/core/pod-availability.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Pod, PodTemplateSpec, ReplicaSet } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { BY_ORPHAN } from '../store/indexes.ts';
import { conditionOf, withCondition, withoutCondition } from './conditions.ts';
import type { Controller } from './controller.ts';
import { podsToDelete } from './deletion-order.ts';
import { claim } from './ownership.ts';
import { createPod, deletePod, podFrom, slowStart } from './pod-control.ts';
import { forEach, ownedOrSelected } from './watch-rules.ts';

/** What such an object looks like, as far as replicas go. */
export interface Replicated extends ApiObject {
  readonly spec: { readonly replicas?: number; readonly minReadySeconds?: number; readonly template?: PodTemplateSpec };
  readonly status: ReplicaSet['status'];
}

/** What tells one such kind from the other. */
export interface ReplicatedKind<T extends Replicated> {
  /** As Kubernetes names the controller in events. */
  readonly name: string;
  readonly kind: KindDefinition<T>;
  selects(o: T): Matcher;
  /** Whether the status counts the pods that are being deleted. */
  readonly countsTerminating: boolean;
  /** The pods of the same workload: what is given up first depends on how they are spread. */
  related(client: Client, o: T): readonly Pod[];
}

/** Pods made or deleted in one reconcile; the rest follows in the next. */
const BURST = 500;

/** The control loop of such a kind. */
export function replicaController<T extends Replicated>(of: ReplicatedKind<T>): Controller {
  return {
    name: of.name,
    watches: [forEach(of.kind), ownedOrSelected(pods, of.kind, (o, labels) => of.selects(o)(labels))],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const o = client.get(of.kind, namespace, name);
      if (!o) return;
      const all = [...client.list(pods, { owner: o.metadata.uid }), ...client.list(pods, { index: { name: BY_ORPHAN, value: namespace } })];
      const selects = of.selects(o);
      const active = claim(client, pods, o, (p) => selects(p.metadata.labels), all.filter(isPodActive));
      const failure = isTerminating(o) ? undefined : manage(client, of, o, active);
      const terminating = of.countsTerminating
        ? all.filter((p) => isPodTerminating(p) && controllerOf(p)?.uid === o.metadata.uid && selects(p.metadata.labels)).length
        : undefined;
      client.updateStatus(of.kind, { ...o, status: statusOf(client, o, active, terminating, failure) });
      if (failure) throw failure;
      const next = nextAvailableInMs(active, o.spec.minReadySeconds ?? 0, client.wallMs);
      return next === undefined ? undefined : { requeueAfter: next };
    },
  };
}

/** Creates what is missing or deletes what is too much. Returns the API's refusal, if there is one. */
function manage<T extends Replicated>(client: Client, of: ReplicatedKind<T>, o: T, active: readonly Pod[]): ApiError | undefined {
  const diff = active.length - (o.spec.replicas ?? 1);
  const count = Math.min(Math.abs(diff), BURST);
  const by = { component: of.name };
  try {
    if (diff < 0) {
      const draft = podFrom(o.spec.template ?? {}, o);
      slowStart(count, () => unlessTerminating(() => createPod(client, by, o, draft)));
    } else if (diff > 0) {
      for (const p of podsToDelete(active, of.related(client, o), count, client.wallMs)) deletePod(client, by, o, p);
    }
    return undefined;
  } catch (e) {
    if (e instanceof ApiError) return e;
    throw e;
  }
}

function unlessTerminating(create: () => void): void {
  try {
    create();
  } catch (e) {
    if (!(e instanceof ApiError && namespaceIsTerminating(e))) throw e;
  }
}

/** The status, with the pods as they were found: those just made are counted when they are seen. */
function statusOf(
  client: Client,
  o: Replicated,
  active: readonly Pod[],
  terminating: number | undefined,
  failure: ApiError | undefined,
): Replicated['status'] {
  const labelled = equalityMatcher(o.spec.template?.metadata?.labels ?? NONE);
  const minReady = o.spec.minReadySeconds ?? 0;
  let fullyLabeledReplicas = 0;
  let readyReplicas = 0;
  let availableReplicas = 0;
  for (const p of active) {
    if (labelled(p.metadata.labels)) fullyLabeledReplicas++;
    if (!isPodReady(p)) continue;
    readyReplicas++;
    if (isPodAvailable(p, minReady, client.wallMs)) availableReplicas++;
  }
  const conditions = conditionsOf(client, o, active.length, failure);
  return {
    replicas: active.length,
    ...(fullyLabeledReplicas ? { fullyLabeledReplicas } : {}),
    ...(readyReplicas ? { readyReplicas } : {}),
    ...(availableReplicas ? { availableReplicas } : {}),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    observedGeneration: o.metadata.generation ?? 0,
    ...(conditions.length ? { conditions } : {}),
  };
}

const NONE: Labels = Object.freeze({});

function conditionsOf(client: Client, o: Replicated, active: number, failure: ApiError | undefined) {
  const { conditions } = o.status;
  if (!failure) return withoutCondition(conditions, 'ReplicaFailure');
  if (conditionOf(conditions, 'ReplicaFailure')) return conditions ?? [];
  const reason = active < (o.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
  return withCondition(conditions, {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: client.timestamp,
    reason,
    message: failure.message,
  });
}

/** The pods that objects of `kind` under the same controller select. */
export function podsOfSiblings<T extends Replicated>(
  client: Client,
  kind: KindDefinition<T>,
  o: T,
  selects: (o: T) => Matcher,
): readonly Pod[] {
  const controller = controllerOf(o);
  if (!controller) return [];
  const siblings = client.list(kind, { owner: controller.uid }).filter((s) => controllerOf(s)?.uid === controller.uid);
  return siblings.flatMap((s) => client.list(pods, { owner: s.metadata.uid }).filter((p) => selects(s)(p.metadata.labels)));
}
