/** Which nodes a selector means. Source: component-helpers' scheduling/corev1/nodeaffinity. */
import { memoByIdentity } from '#shared/api/json.ts';
import { equalityMatcher, satisfies, type Labels, type Operator } from '#shared/api/selector.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '#shared/kinds/types.ts';

/** What is asked of a node. */
export interface Selectable {
  readonly name: string;
  readonly labels: Labels | undefined;
}

/** True for nodes that are meant. */
export type NodeMatcher = (n: Selectable) => boolean;

const expression = (r: NodeSelectorRequirement, labels: Labels | undefined): boolean =>
  satisfies({ key: r.key, operator: r.operator as Operator, values: r.values ?? [] }, labels);

const field = (r: NodeSelectorRequirement, name: string): boolean => expression(r, { 'metadata.name': name });

/** A term holds where all its requirements do; one without any holds nowhere. */
export function termHolds(t: NodeSelectorTerm, n: Selectable): boolean {
  const expressions = t.matchExpressions ?? [];
  const fields = t.matchFields ?? [];
  if (!expressions.length && !fields.length) return false;
  return expressions.every((r) => expression(r, n.labels)) && fields.every((r) => field(r, n.name));
}

/** A selector holds where one of its terms does. */
export const nodeSelectorMatcher = memoByIdentity(
  (s: NodeSelector): NodeMatcher =>
    (n) =>
      s.nodeSelectorTerms.some((t) => termHolds(t, n)),
);

/** What a pod's nodeSelector and required node affinity ask for together; undefined where it asks for nothing. */
export function requiredNodes(spec: Pick<PodSpec, 'nodeSelector' | 'affinity'>): NodeMatcher | undefined {
  const wanted = spec.nodeSelector;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const byLabels = wanted ? equalityMatcher(wanted) : undefined;
  const byTerms = required ? nodeSelectorMatcher(required) : undefined;
  if (!byLabels && !byTerms) return undefined;
  return (n) => (byLabels?.(n.labels) ?? true) && (byTerms?.(n) ?? true);
}
