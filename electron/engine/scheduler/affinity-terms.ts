/** A pod's wishes about other pods, made ready to be asked. Source: pkg/scheduler/framework (AffinityTerm). */
import { memoByIdentity } from '#shared/api/json.ts';
import { labelSelectorMatcher, type Labels, type Matcher } from '#shared/api/selector.ts';
import type { Affinity, Pod, PodAffinityTerm } from '#shared/kinds/types.ts';

/** One wish: pods in these namespaces with these labels, near to or far from nodes of equal `topologyKey`. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly weight: number;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Matcher | undefined;
  readonly selector: Matcher;
}

/** All wishes of one pod. */
export interface AffinityTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

/** Looks up the labels of a namespace. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

/** Is this pod one of those that the term speaks of? */
export function termMatches(t: AffinityTerm, pod: Pod, labelsOf: NamespaceLabels): boolean {
  const namespace = pod.metadata.namespace ?? '';
  if (!t.namespaces.has(namespace) && !t.namespaceSelector?.(labelsOf(namespace))) return false;
  return t.selector(pod.metadata.labels);
}

/** Does the pod match every one of the terms? Not where there are none. */
export function matchesAll(terms: readonly AffinityTerm[], pod: Pod, labelsOf: NamespaceLabels): boolean {
  return terms.length > 0 && terms.every((t) => termMatches(t, pod, labelsOf));
}

function ready(t: PodAffinityTerm, namespace: string, weight: number): AffinityTerm {
  const own = !t.namespaces?.length && t.namespaceSelector === undefined;
  return {
    topologyKey: t.topologyKey,
    weight,
    namespaces: new Set(own ? [namespace] : (t.namespaces ?? [])),
    namespaceSelector: t.namespaceSelector === undefined ? undefined : labelSelectorMatcher(t.namespaceSelector),
    selector: labelSelectorMatcher(t.labelSelector),
  };
}

const byNamespace = memoByIdentity((_affinity: Affinity) => new Map<string, AffinityTerms | undefined>());

/** The terms of a pod in `namespace`; undefined where it has none. */
export function affinityTerms(affinity: Affinity | undefined, namespace: string): AffinityTerms | undefined {
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return undefined;
  const known = byNamespace(affinity);
  if (!known.has(namespace)) known.set(namespace, prepared(affinity, namespace));
  return known.get(namespace);
}

function prepared({ podAffinity: near, podAntiAffinity: far }: Affinity, namespace: string): AffinityTerms | undefined {
  const required = (terms: readonly PodAffinityTerm[] = []) => terms.map((t) => ready(t, namespace, 1));
  const terms: AffinityTerms = {
    requiredAffinity: required(near?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(far?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: (near?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((w) =>
      ready(w.podAffinityTerm, namespace, w.weight),
    ),
    preferredAntiAffinity: (far?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((w) =>
      ready(w.podAffinityTerm, namespace, w.weight),
    ),
  };
  return Object.values(terms).some((t: readonly AffinityTerm[]) => t.length > 0) ? terms : undefined;
}
