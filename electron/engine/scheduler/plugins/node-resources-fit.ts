/** Room for what the pod requests; nodes with the most room left score best. Source: plugins/noderesources (Fit, LeastAllocated). */
import type { NodeInfo } from '../node-info.ts';
import { MAX_SCORE, type Rejection, type SchedulerPlugin } from '../plugin.ts';
import type { PodInfo } from '../pod-info.ts';

const name = 'NodeResourcesFit';

/** The order in which Kubernetes names what is short. */
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];

/** Equal shortages share one rejection: thousands of nodes may be full in the same way. */
const known = new Map<string, Rejection>();

function rejection(reasons: readonly string[], unresolvable: boolean): Rejection {
  const key = `${unresolvable} ${reasons.join()}`;
  let r = known.get(key);
  if (!r) known.set(key, (r = { plugin: name, reasons, unresolvable }));
  return r;
}

/** What there is too little of: reasons, and whether even the empty node would be too small. */
export function shortages({ requests }: Pick<PodInfo, 'requests'>, node: NodeInfo): Rejection | undefined {
  const { allocatable, requested } = node;
  let reasons: string[] | undefined;
  let unresolvable = false;
  if (node.pods.size + 1 > (allocatable['pods'] ?? 0)) reasons = ['Too many pods'];
  const lacks = (resource: string): void => {
    const wanted = requests[resource] ?? 0;
    const there = allocatable[resource] ?? 0;
    if (wanted <= 0 || wanted <= there - (requested[resource] ?? 0)) return;
    (reasons ??= []).push(`Insufficient ${resource}`);
    if (wanted > there) unresolvable = true;
  };
  for (const resource of FIRST) if (requests[resource] !== undefined) lacks(resource);
  for (const resource in requests) if (!FIRST.includes(resource)) lacks(resource);
  return reasons && rejection(reasons, unresolvable);
}

/** How much of a resource would be left, of 100. */
function left(wanted: number, capacity: number): number {
  return wanted > capacity ? 0 : Math.trunc(((capacity - wanted) * MAX_SCORE) / capacity);
}

export const nodeResourcesFit: SchedulerPlugin = {
  name,
  weight: 1,
  scope: 'node',
  retryOn: ['NodeAdd', 'NodeAllocatable', 'AssignedPodDelete', 'AssignedPodScaleDown'],
  filter: (pod, node) => shortages(pod, node),
  score({ scoring }, node) {
    let sum = 0;
    let weights = 0;
    for (const resource of ['cpu', 'memory'] as const) {
      const capacity = node.allocatable[resource] ?? 0;
      if (capacity === 0) continue;
      sum += left(node.scoring[resource] + (scoring[resource] ?? 0), capacity);
      weights++;
    }
    return weights ? Math.trunc(sum / weights) : 0;
  },
};
