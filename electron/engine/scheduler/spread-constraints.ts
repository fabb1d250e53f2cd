/**
 * The spread constraints of a pod, made ready to be counted: its own, or the cluster's defaults.
 * Source: plugins/podtopologyspread (common.go) and plugins/helper (DefaultSelector).
 */
import { groupOf, namespaceOf } from '#shared/api/object.ts';
import {
  equalityMatcher,
  labelSelectorMatcher,
  matcher,
  requirementsOf,
  type Labels,
  type Matcher,
  type Requirement,
} from '#shared/api/selector.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import { statefulSets } from '#shared/kinds/apps/stateful-set.ts';
import { replicationControllers } from '#shared/kinds/core/replication-controller.ts';
import { services } from '#shared/kinds/core/service.ts';
import type { Pod, TopologySpreadConstraint } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** One constraint: pods that match are to be spread over the values of a node label. */
export interface Constraint {
  readonly key: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly matches: Matcher;
  /** Whether the pod counts itself. */
  readonly self: boolean;
  /** A selector that selects everything counts nothing, as in Kubernetes. */
  readonly countsNothing: boolean;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** Without constraints of their own, pods of one workload are spread over hosts and zones. */
const DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: 'ScheduleAnyway' },
  { topologyKey: ZONE, maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' },
];

function ready(c: TopologySpreadConstraint, pod: Pod): Constraint {
  const labels = pod.metadata.labels;
  const keys = (c.matchLabelKeys ?? []).filter((k) => labels?.[k] !== undefined);
  const requirements: readonly Requirement[] = c.labelSelector
    ? [
        ...requirementsOf(c.labelSelector),
        ...keys.map((key): Requirement => ({ key, operator: 'In', values: [(labels as Labels)[key] as string] })),
      ]
    : [];
  const matches = keys.length ? matcher(requirements) : labelSelectorMatcher(c.labelSelector);
  return {
    key: c.topologyKey,
    maxSkew: c.maxSkew,
    minDomains: c.minDomains ?? 1,
    matches,
    self: matches(labels),
    countsNothing: c.labelSelector !== undefined && requirements.length === 0,
    honorsAffinity: (c.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: c.nodeTaintsPolicy === 'Honor',
  };
}

/** The constraints of a pod with one way of being unsatisfiable. */
export function ownConstraints(pod: Pod, when: 'DoNotSchedule' | 'ScheduleAnyway'): readonly Constraint[] {
  return (pod.spec.topologySpreadConstraints ?? []).filter((c) => c.whenUnsatisfiable === when).map((c) => ready(c, pod));
}

/** The defaults for a pod that belongs to a workload or a service; none for a pod that stands alone. */
export function defaultConstraints(pod: Pod, client: Client): readonly Constraint[] {
  const selectors = workloadSelectors(pod, client);
  if (!selectors.length) return [];
  const matches: Matcher = (labels) => selectors.every((m) => m(labels));
  return DEFAULTS.map((c) => ({ ...ready(c, pod), matches, self: matches(pod.metadata.labels), countsNothing: false }));
}

function workloadSelectors(pod: Pod, client: Client): readonly Matcher[] {
  const namespace = namespaceOf(pod);
  const selectors: Matcher[] = [];
  for (const {
    spec: { selector },
  } of client.list(services, { namespace })) {
    if (selector && Object.keys(selector).length && equalityMatcher(selector)(pod.metadata.labels))
      selectors.push(equalityMatcher(selector));
  }
  const owner = pod.metadata.ownerReferences?.find((r) => r.controller);
  if (!owner) return selectors;
  if (owner.kind === 'ReplicationController' && groupOf(owner.apiVersion) === '') {
    const selector = client.get(replicationControllers, namespace, owner.name)?.spec.selector;
    if (selector) selectors.push(equalityMatcher(selector));
  } else if (groupOf(owner.apiVersion) === 'apps') {
    const selector =
      owner.kind === 'ReplicaSet'
        ? client.get(replicaSets, namespace, owner.name)?.spec.selector
        : owner.kind === 'StatefulSet'
          ? client.get(statefulSets, namespace, owner.name)?.spec.selector
          : undefined;
    if (selector) selectors.push(labelSelectorMatcher(selector));
  }
  return selectors;
}
