/** Where the pods of a DaemonSet belong. Source: pkg/controller/daemon (NodeShouldRunDaemonPod) and its util. */
import { memoByIdentity } from '#shared/api/json.ts';
import type { DaemonSet, Node, NodeSelectorRequirement, NodeSelectorTerm, Pod, PodSpec, Toleration } from '#shared/kinds/types.ts';
import { requiredNodes } from '../../scheduler/node-selector.ts';
import { keptAway, tolerates } from '../../scheduler/taints.ts';

/** What every daemon bears with: the troubles of a node are no reason to leave it. */
const TOLERATED: readonly Toleration[] = [
  ...['not-ready', 'unreachable'].map((t) => ({ key: `node.kubernetes.io/${t}`, operator: 'Exists', effect: 'NoExecute' })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((t) => ({
    key: `node.kubernetes.io/${t}`,
    operator: 'Exists',
    effect: 'NoSchedule',
  })),
];
const NETWORK: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

const BARE: PodSpec = Object.freeze({ containers: [] });

/** The template's spec with what every daemon tolerates; one for all pods of the template. */
export function daemonSpec({ spec: { template } }: DaemonSet): PodSpec {
  return withTolerations(template.spec ?? BARE);
}

const withTolerations = memoByIdentity((spec: PodSpec): PodSpec => {
  const tolerations = [...(spec.tolerations ?? [])];
  for (const t of spec.hostNetwork ? [...TOLERATED, NETWORK] : TOLERATED) {
    const i = tolerations.findIndex((o) => o.key === t.key && o.effect === t.effect && o.operator === t.operator && (o.value ?? '') === '');
    if (i < 0) tolerations.push(t);
    else tolerations[i] = t;
  }
  return Object.freeze({ ...spec, tolerations: Object.freeze(tolerations) });
});

/** Whether a pod belongs on a node, and whether one that is there may stay. */
export interface Place {
  readonly runs: boolean;
  readonly stays: boolean;
}

const NO: Place = { runs: false, stays: false };
const YES: Place = { runs: true, stays: true };

/** What holds for a node. */
export function placeOn(spec: PodSpec, node: Node): Place {
  const { name, labels } = node.metadata;
  const { taints } = node.spec;
  if ((spec.nodeName && spec.nodeName !== name) || !(requiredNodes(spec)?.({ name, labels }) ?? true)) return NO;
  if (!keptAway(spec.tolerations, taints)) return YES;
  return { runs: false, stays: !(taints ?? []).some((t) => t.effect === 'NoExecute' && !tolerates(spec.tolerations, t)) };
}

/** The spec of the pod for one node: its affinity requires that node. */
export function specFor(spec: PodSpec, node: string): PodSpec {
  const matchFields: readonly NodeSelectorRequirement[] = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  // The terms have been looked at when the node was chosen; the scheduler is only told which node that is.
  const { nodeAffinity, ...affinity } = spec.affinity ?? {};
  const nodeSelectorTerms: readonly NodeSelectorTerm[] = [{ matchFields }];
  return {
    ...spec,
    affinity: { ...affinity, nodeAffinity: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  };
}

/** The node that a pod is on, or is meant for. */
export function nodeOf({ spec }: Pod): string {
  if (spec.nodeName) return spec.nodeName;
  for (const t of spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    for (const f of t.matchFields ?? [])
      if (f.key === 'metadata.name' && f.operator === 'In' && f.values?.length === 1) return f.values[0] as string;
  }
  return '';
}
