/** The cluster in a few numbers, for the status line. */
import type { ObjectState } from '#shared/graph/object-state.ts';
import { isComing } from '#shared/graph/state.ts';
import { amountOf, podRequests } from '#shared/kinds/core/pod-requests.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';

/** Pods by what a person would call them. Those that ran to completion are none of these. */
export interface PodCounts {
  readonly ready: number;
  readonly pending: number;
  readonly failed: number;
  readonly unready: number;
  readonly leaving: number;
}

/** Nodes that are ready, those that are on their way, and those that are not ready any more. */
export interface NodeCounts {
  readonly ready: number;
  readonly booting: number;
  readonly down: number;
}

/** True where a condition of the type has status True. */
function holds(
  o: { readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } },
  type: string,
): boolean {
  return o.status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
}

/** Counts pods by how they are. */
export function countPods(pods: readonly Pod[], stateOf: (p: Pod) => ObjectState): PodCounts {
  const n = { ready: 0, pending: 0, failed: 0, unready: 0, leaving: 0 };
  for (const p of pods) if (p.status.phase !== 'Succeeded' || p.metadata.deletionTimestamp !== undefined) n[COUNTED[stateOf(p).state]]++;
  return n;
}

const COUNTED = { ready: 'ready', waiting: 'pending', failed: 'failed', attention: 'unready', leaving: 'leaving' } as const;

/** Counts nodes. */
export function countNodes(nodes: readonly Node[]): NodeCounts {
  const ready = nodes.filter((n) => holds(n, 'Ready')).length;
  const booting = nodes.filter(isComing).length;
  return { ready, booting, down: nodes.length - ready - booting };
}

/** Shares of what the nodes can allocate that pods on them request, in percent; undefined where there are no nodes. */
export function requestedShare(
  nodes: readonly Node[],
  pods: readonly Pod[],
): { readonly cpu: number; readonly memory: number } | undefined {
  let cpu = 0;
  let memory = 0;
  let wantedCpu = 0;
  let wantedMemory = 0;
  for (const n of nodes) {
    cpu += amountOf('cpu', n.status.allocatable?.['cpu']);
    memory += amountOf('memory', n.status.allocatable?.['memory']);
  }
  if (cpu === 0 || memory === 0) return undefined;
  for (const p of pods) {
    if (!p.spec.nodeName || p.status.phase === 'Succeeded' || p.status.phase === 'Failed') continue;
    const r = podRequests(p.spec);
    wantedCpu += r['cpu'] ?? 0;
    wantedMemory += r['memory'] ?? 0;
  }
  return { cpu: Math.round((wantedCpu / cpu) * 100), memory: Math.round((wantedMemory / memory) * 100) };
}
