/** Prefers nodes whose cpu and memory the pod brings nearer to being used alike. Source: plugins/noderesources (BalancedAllocation). */
import type { NodeInfo } from '../node-info.ts';
import { MAX_SCORE, type SchedulerPlugin } from '../plugin.ts';

const RESOURCES = ['cpu', 'memory'] as const;

/** 100 where cpu and memory are used in equal parts, 50 where one is full and the other empty. */
function balance(used: (resource: string) => number, { allocatable }: NodeInfo): number {
  const fractions = RESOURCES.filter((r) => allocatable[r]).map((r) => Math.min(1, used(r) / (allocatable[r] as number)));
  const deviation = fractions.length === 2 ? Math.abs(((fractions[0] as number) - (fractions[1] as number)) / 2) : 0;
  return Math.trunc((1 - deviation) * MAX_SCORE);
}

export const nodeResourcesBalancedAllocation: SchedulerPlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  scope: 'node',
  retryOn: [],
  weigh: ({ requests }) => RESOURCES.some((r) => (requests[r] ?? 0) > 0),
  score({ requests }, node) {
    const before = balance((r) => node.requested[r] ?? 0, node);
    const after = balance((r) => (node.requested[r] ?? 0) + (requests[r] ?? 0), node);
    return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + after - before) / 2);
  },
};
