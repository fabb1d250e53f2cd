/** Works out how many pods of each budget may be taken away at the moment. Source: pkg/controller/disruption. */
import { equal } from '#shared/api/json.ts';
import { isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import { statefulSets } from '#shared/kinds/apps/stateful-set.ts';
import { isPodReady } from '#shared/kinds/core/pod-availability.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { replicationControllers } from '#shared/kinds/core/replication-controller.ts';
import { withDisruptionAllowed } from '#shared/kinds/policy/disruption-allowed.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod, PodDisruptionBudget } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import type { Controller, Requeue, WatchRule } from '../controller.ts';
import { recordEvent } from '../events.ts';
import { forEach } from '../watch-rules.ts';
import { expectedPods } from './expected-pods.ts';

const CONTROLLER = { component: 'controllermanager' };

/** How long an evicted pod may take to be deleted before it counts again. */
const DELETION_TIMEOUT_MS: Ms = 120_000;

const BUDGETS = resourceOf(podDisruptionBudgets);

export function disruptionController(): Controller {
  return {
    name: 'disruption-controller',
    watches: [
      forEach(podDisruptionBudgets),
      selecting,
      ...[deployments, replicaSets, statefulSets, replicationControllers].map((kind): WatchRule => ({
        resource: resourceOf(kind),
        keys: ({ ref, before, after }, client) =>
          replicas(before) === replicas(after)
            ? []
            : client.list(podDisruptionBudgets, { namespace: ref.namespace }).map((b) => localKey(ref.namespace, b.metadata.name)),
      })),
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const budget = client.get(podDisruptionBudgets, namespace, name);
      return budget ? sync(budget, client) : undefined;
    },
  };
}

const replicas = (o: unknown) => (o as { readonly spec?: { readonly replicas?: number } } | undefined)?.spec?.replicas;

/** A pod wakes the budgets that select it, if it changed in what they count. */
const selecting: WatchRule = {
  resource: 'core/pods',
  *keys({ ref, before, after }, client) {
    if (!client.core.store.count(BUDGETS)) return;
    const was = before as Pod | undefined;
    const is = after as Pod | undefined;
    if (
      was &&
      is &&
      was.metadata.labels === is.metadata.labels &&
      was.metadata.deletionTimestamp === is.metadata.deletionTimestamp &&
      was.metadata.ownerReferences === is.metadata.ownerReferences &&
      isPodReady(was) === isPodReady(is)
    )
      return;
    for (const b of client.list(podDisruptionBudgets, { namespace: ref.namespace })) {
      const matches = labelSelectorMatcher(b.spec.selector);
      if ((was && matches(was.metadata.labels)) || (is && matches(is.metadata.labels))) yield localKey(ref.namespace, b.metadata.name);
    }
  },
};

function sync(budget: PodDisruptionBudget, client: Client): Requeue | void {
  const matches = labelSelectorMatcher(budget.spec.selector);
  const selected = client.list(pods, { namespace: namespaceOf(budget) }).filter((p) => matches(p.metadata.labels));
  const { status } = budget;
  const generation = budget.metadata.generation ?? 0;
  const expected = expectedPods(budget, selected, client);
  const news = status.observedGeneration !== generation || (status.expectedPods ?? 0) !== expected.pods;
  if (news && !selected.length)
    recordEvent(client, CONTROLLER, budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
  if (expected.failure !== undefined) return fail(budget, expected.failure, client);
  if (news && expected.unmanaged.length)
    recordEvent(client, CONTROLLER, budget, {
      type: 'Warning',
      reason: 'UnmanagedPods',
      message: `Pods selected by this PodDisruptionBudget (selector: ${shown(budget)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    });

  const { disrupted, recheckMs } = stillDisrupted(budget, selected, client);
  const currentHealthy = selected.filter((p) => !isTerminating(p) && disrupted[p.metadata.name] === undefined && isPodReady(p)).length;
  const spare = currentHealthy - expected.healthy;
  const disruptionsAllowed = expected.pods > 0 && spare > 0 ? spare : 0;
  const { disruptedPods: _old, ...rest } = status;
  const next = withDisruptionAllowed(
    {
      ...rest,
      currentHealthy,
      desiredHealthy: expected.healthy,
      expectedPods: expected.pods,
      disruptionsAllowed,
      observedGeneration: generation,
      ...(Object.keys(disrupted).length ? { disruptedPods: disrupted } : {}),
    },
    client.timestamp,
  );
  if (!equal(next, status)) client.updateStatus(podDisruptionBudgets, { ...budget, status: next });
  return recheckMs === undefined ? undefined : { requeueAfter: recheckMs, urgency: 'background' };
}

/** Where nothing can be told, nothing may go. */
function fail(budget: PodDisruptionBudget, why: string, client: Client): void {
  if (budget.status.conditions?.some((c) => c.message === why) !== true)
    recordEvent(client, CONTROLLER, budget, {
      type: 'Warning',
      reason: 'CalculateExpectedPodCountFailed',
      message: `Failed to calculate the number of expected pods: ${why}`,
    });
  const next = withDisruptionAllowed({ ...budget.status, disruptionsAllowed: 0 }, client.timestamp, why);
  if (!equal(next, budget.status)) client.updateStatus(podDisruptionBudgets, { ...budget, status: next });
}

/** Evicted pods that have yet to be deleted, and when to look at them again. */
function stillDisrupted(
  budget: PodDisruptionBudget,
  selected: readonly Pod[],
  client: Client,
): { readonly disrupted: Readonly<Record<string, string>>; readonly recheckMs?: Ms } {
  const disrupted: Record<string, string> = {};
  let recheckMs: Ms | undefined;
  for (const pod of selected) {
    const { name } = pod.metadata;
    const since = budget.status.disruptedPods?.[name];
    if (since === undefined || isTerminating(pod)) continue;
    const left = (parseTime(since) ?? 0) + DELETION_TIMEOUT_MS - client.wallMs;
    if (left < 0) {
      recordEvent(client, CONTROLLER, pod, {
        type: 'Warning',
        reason: 'NotDeleted',
        message: `Pod was expected by PDB ${namespaceOf(budget)}/${namespaceOf(budget)} to be deleted but it wasn't`,
      });
      continue;
    }
    disrupted[name] = since;
    recheckMs = Math.min(recheckMs ?? Infinity, left + 1);
  }
  return { disrupted, ...(recheckMs === undefined ? {} : { recheckMs }) };
}

/** A selector as Go prints it. */
function shown({ spec: { selector } }: PodDisruptionBudget): string {
  const labels = Object.entries(selector?.matchLabels ?? {})
    .sort()
    .map(([k, v]) => `${k}: ${v},`)
    .join('');
  const expressions = (selector?.matchExpressions ?? [])
    .map((e) => `LabelSelectorRequirement{Key:${e.key},Operator:${e.operator},Values:[${(e.values ?? []).join(' ')}],},`)
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}
