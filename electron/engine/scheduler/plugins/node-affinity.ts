/** nodeSelector and node affinity. Source: plugins/nodeaffinity. */
import type { NodeSelectorTerm } from '#shared/kinds/types.ts';
import { requiredNodes, termHolds, type NodeMatcher } from '../node-selector.ts';
import { scaleToMost, type Rejection, type SchedulerPlugin } from '../plugin.ts';

const name = 'NodeAffinity';
const mismatch: Rejection = { plugin: name, reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };
const contradiction: Rejection = { plugin: name, reasons: ['pod affinity terms conflict'], unresolvable: true };

/** What must hold, and what is preferred with which weight. */
interface State {
  readonly required: NodeMatcher | undefined;
  readonly preferred: readonly { readonly weight: number; readonly preference: NodeSelectorTerm }[];
}

export const nodeAffinity: SchedulerPlugin<State> = {
  name,
  weight: 2,
  scope: 'node',
  retryOn: ['NodeAdd', 'NodeLabel'],
  prepare({ pod: { spec } }) {
    const affinity = spec.affinity?.nodeAffinity;
    const required = requiredNodes(spec);
    const preferred = (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).filter((p) => p.weight > 0);
    if (!required && !preferred.length) return undefined;
    const only = named(affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []);
    if (only?.size === 0) return { refused: contradiction };
    return { state: { required, preferred }, ...(only ? { only } : {}) };
  },
  filter: (_pod, node, { required }) => (required && !required(node) ? mismatch : undefined),
  weigh: (_pod, _fitting, { preferred }) => preferred.length > 0,
  score: (_pod, node, { preferred }) => preferred.reduce((sum, p) => sum + (termHolds(p.preference, node) ? p.weight : 0), 0),
  normalize: (scores) => scaleToMost(scores, false),
};

/** The nodes that the terms name, where each of them names some (as DaemonSet pods do). */
function named(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (!terms.length) return undefined;
  const all = new Set<string>();
  for (const t of terms) {
    let of: ReadonlySet<string> | undefined;
    for (const r of t.matchFields ?? []) {
      if (r.key !== 'metadata.name' || r.operator !== 'In') continue;
      const before = of;
      of = new Set((r.values ?? []).filter((v) => before?.has(v) ?? true));
    }
    if (!of) return undefined;
    for (const n of of) all.add(n);
  }
  return all;
}
