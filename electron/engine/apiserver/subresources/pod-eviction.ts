/**
 * Takes a pod away if its disruption budget lets it go: pods/eviction. Source: pkg/registry/core/pod/storage (EvictionREST).
 */
import { ApiError, assert, badRequest, forbidden, notFound, statusOf } from '#shared/api/errors.ts';
import type { Draft } from '#shared/api/object.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { isPodReady } from '#shared/kinds/core/pod-availability.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Eviction } from '#shared/kinds/generated/types.ts';
import { DISRUPTION_ALLOWED, SYNC_FAILED, withDisruptionAllowed } from '#shared/kinds/policy/disruption-allowed.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import type { Pod, PodDisruptionBudget } from '#shared/kinds/types.ts';
import { timestamp, type Core, type User } from '../context.ts';
import { deleteObject, type DeleteOptions } from '../lifecycle/delete.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { Resource } from '../resources.ts';
import type { SubresourceHandler } from './handler.ts';

const PODS = resourceOf(pods);
const BUDGETS = resourceOf(podDisruptionBudgets);

/** More evictions than this that the controller has not noticed yet are too many. */
const MOST_DISRUPTED = 2000;

const SEVERAL_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";

/** Evicts a pod as `user`. Throws what the API would answer: TooManyRequests where the budget does not allow it. */
export function evictPod(core: Core, user: User, namespace: string, name: string, options: DeleteOptions = {}): void {
  const resource = core.resources.byId(PODS) as Resource;
  const pod = core.store.get({ resource: PODS, namespace, name }) as Pod | undefined;
  if (!pod) throw notFound(resource.about, name);
  if (guarded(pod)) checkBudget(core, user, pod, namespace, options.dryRun ?? false);
  if (!options.dryRun) {
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    } as const;
    updateObject(core, { user, resource, namespace, name, subresource: 'status' }, (o) => ({
      ...o,
      status: { ...(o as Pod).status, conditions: withPodCondition(o as Pod, condition, timestamp(core)) },
    }));
  }
  deleteObject(core, { user, resource, namespace, name, ...(options.dryRun ? { dryRun: true } : {}) }, options);
}

/** A pod that has not started, has ended or is going disrupts nobody. */
const guarded = ({ status, metadata }: Pod): boolean =>
  !['Succeeded', 'Failed', 'Pending'].includes(status.phase ?? 'Pending') && metadata.deletionTimestamp === undefined;

/** Counts the eviction against the pod's budget; throws where there is nothing left of it. */
function checkBudget(core: Core, user: User, pod: Pod, namespace: string, dryRun: boolean): void {
  const budgets = (core.store.list({ resource: BUDGETS, namespace }) as readonly PodDisruptionBudget[]).filter((b) =>
    labelSelectorMatcher(b.spec.selector)(pod.metadata.labels),
  );
  const [budget] = budgets;
  if (!budget) return;
  if (budgets.length > 1) throw new ApiError('', SEVERAL_BUDGETS, undefined, 500);
  const { spec, status, metadata } = budget;
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
  if (!isPodReady(pod) && (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0)))
    return;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooMany(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  const about = { group: 'policy', plural: 'poddisruptionbudget', kind: 'PodDisruptionBudget' };
  if (disruptionsAllowed < 0) throw forbidden(about, metadata.name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED)
    throw forbidden(about, metadata.name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (disruptionsAllowed === 0) throw tooMany(whyNone(budget), 0);
  if (dryRun) return;
  const left = {
    ...status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: timestamp(core) },
  };
  const resource = core.resources.byId(BUDGETS);
  assert(resource, 'disruption budgets are served');
  updateObject(core, { user, resource, namespace, name: metadata.name, subresource: 'status' }, (o) => ({
    ...o,
    status: left.disruptionsAllowed === 0 ? withDisruptionAllowed(left, timestamp(core)) : left,
  }));
}

function whyNone({ metadata: { name }, status: { conditions, currentHealthy = 0, desiredHealthy = 0 } }: PodDisruptionBudget): string {
  const failed = conditions?.find((c) => c.type === DISRUPTION_ALLOWED && c.status === 'False' && c.reason === SYNC_FAILED);
  if (failed) return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${failed.message}`;
  if (currentHealthy <= desiredHealthy)
    return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return `The disruption budget ${name} does not allow evicting pods currently`;
}

function tooMany(cause: string, retryAfterSeconds: number): ApiError {
  return new ApiError('TooManyRequests', REFUSED, {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  });
}

/** POST …/pods/NAME/eviction. */
export const podEviction: SubresourceHandler = {
  resource: PODS,
  subresource: 'eviction',
  create(r, body: Draft) {
    const { metadata, deleteOptions } = body as Eviction;
    if (metadata?.name !== r.name) throw badRequest('name in URL does not match name in Eviction object');
    const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun } = deleteOptions ?? {};
    try {
      evictPod(r.core, r.user, r.namespace, r.name, {
        gracePeriodSeconds,
        preconditions,
        propagationPolicy: propagationPolicy as DeleteOptions['propagationPolicy'],
        ...(r.dryRun || dryRun?.length ? { dryRun: true } : {}),
      });
    } catch (e) {
      if (!(e instanceof ApiError) || e.message !== SEVERAL_BUDGETS) throw e;
      return { status: 201, body: statusOf(e) }; // Kubernetes answers this as if a Status that says no had been created
    }
    return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
  },
};
