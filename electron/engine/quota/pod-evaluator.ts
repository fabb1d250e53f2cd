/** What a pod uses up of a quota. Source: pkg/quota/v1/evaluator/core/pods.go. */
import { parseTime } from '#shared/api/time.ts';
import { quantity } from '#shared/api/quantity.ts';
import { satisfies, type Operator } from '#shared/api/selector.ts';
import { qosClassOf } from '#shared/kinds/core/pod-requests.ts';
import { podQuantities, quantitiesOf, type Quantities } from '#shared/kinds/core/pod-quantities.ts';
import { isPodTerminal } from '#shared/kinds/core/pod-availability.ts';
import { isExtendedResourceName, isNativeResource } from '#shared/kinds/core/resource-names.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import type { PodAffinityTerm, PodSpec } from '#shared/kinds/types.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Evaluator } from './evaluator.ts';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const COUNT = 'count/pods';
const NAMES: ReadonlySet<string> = new Set([COUNT, 'pods', ...COMPUTE, ...COMPUTE.flatMap((r) => [`requests.${r}`, `limits.${r}`])]);

/** A quota of one of these needs every container to say what it wants: a mistake that Kubernetes keeps. */
const REQUIRED: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

const one = quantity(1);
const COUNTED: Quantities = Object.freeze({ [COUNT]: one });

export const podEvaluator: Evaluator = {
  counts: (name) =>
    NAMES.has(name) ||
    name.startsWith('hugepages-') ||
    name.startsWith('requests.hugepages-') ||
    (!isNativeResource(name) && name.startsWith('requests.')),
  usage(o, nowMs) {
    const pod = o as Pod;
    return isCharged(pod, nowMs) ? ofSpec(pod.spec) : COUNTED;
  },
  inScope(o, { scopeName, operator, values }) {
    const { spec } = o as Pod;
    switch (scopeName) {
      case 'Terminating':
        return isShortLived(spec);
      case 'NotTerminating':
        return !isShortLived(spec);
      case 'BestEffort':
        return qosClassOf(spec) === 'BestEffort';
      case 'NotBestEffort':
        return qosClassOf(spec) !== 'BestEffort';
      case 'PriorityClass': {
        const labels = spec.priorityClassName ? { PriorityClass: spec.priorityClassName } : undefined;
        return satisfies({ key: 'PriorityClass', operator: operator as Operator, values: values ?? [] }, labels);
      }
      case 'CrossNamespacePodAffinity':
        return reachesOut(spec);
      default:
        return false;
    }
  },
  missing(o, names) {
    const { spec } = o as Pod;
    const required = names.filter((n) => REQUIRED.has(n)).sort();
    const missing = new Map<string, Set<string>>();
    for (const k of [...spec.containers, ...(spec.initContainers ?? [])]) {
      const has = computed(quantitiesOf(k.resources?.requests ?? {}), quantitiesOf(k.resources?.limits ?? {}));
      for (const n of required) if (!has[n]) missing.set(n, (missing.get(n) ?? new Set()).add(k.name));
    }
    return missing.size
      ? `must specify ${[...missing]
          .sort()
          .map(([n, containers]) => `${n} for: ${[...containers].sort().join(',')}`)
          .join('; ')}`
      : undefined;
  },
};

/** A pod that has ended, or should be gone by now, uses nothing but its place. */
function isCharged(pod: Pod, nowMs: number): boolean {
  if (isPodTerminal(pod)) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  return (
    deletionTimestamp === undefined ||
    deletionGracePeriodSeconds === undefined ||
    nowMs <= (parseTime(deletionTimestamp) ?? 0) + deletionGracePeriodSeconds * 1000
  );
}

const ofSpec = memoByIdentity((spec: PodSpec): Quantities => {
  const { requests, limits } = podQuantities(spec);
  return Object.freeze({ ...COUNTED, ...computed(requests, limits) });
});

/** Requests and limits under the names that quotas have for them. */
function computed(requests: Quantities, limits: Quantities): Quantities {
  const used: Record<string, Quantities[string]> = { pods: one };
  for (const r of COMPUTE) {
    const request = requests[r];
    const limit = limits[r];
    if (request) used[r] = used[`requests.${r}`] = request;
    if (limit) used[`limits.${r}`] = limit;
  }
  for (const [r, request] of Object.entries(requests)) {
    if (r.startsWith('hugepages-')) used[r] = used[`requests.${r}`] = request;
    else if (isExtendedResourceName(r)) used[`requests.${r}`] = request;
  }
  return used;
}

const isShortLived = (spec: PodSpec): boolean => spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;

function reachesOut({ affinity }: PodSpec): boolean {
  const reaches = (t: PodAffinityTerm) => (t.namespaces?.length ?? 0) > 0 || t.namespaceSelector !== undefined;
  return [affinity?.podAffinity, affinity?.podAntiAffinity].some(
    (a) =>
      a?.requiredDuringSchedulingIgnoredDuringExecution?.some(reaches) ||
      a?.preferredDuringSchedulingIgnoredDuringExecution?.some((w) => reaches(w.podAffinityTerm)),
  );
}
