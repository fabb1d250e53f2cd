/** A node in numbers: what is requested of what it can give, and what the system keeps back. */
import { memoByIdentity } from '../api/json.ts';
import { amountOf, podRequests } from '../kinds/core/pod-requests.ts';
import type { Node, Pod } from '../kinds/types.ts';

/** cpu in thousandths, memory in bytes. */
export interface Share {
  readonly requested: number;
  readonly allocatable: number;
  readonly capacity: number;
}

export interface NodeFigures {
  readonly cpu: Share;
  readonly memory: Share;
  readonly zone: string;
  /** Pods that the cluster itself runs there. */
  readonly systemPods: number;
}

const sizes = memoByIdentity((status: Node['status']) => ({
  cpu: [amountOf('cpu', status.allocatable?.['cpu']), amountOf('cpu', status.capacity?.['cpu'])] as const,
  memory: [amountOf('memory', status.allocatable?.['memory']), amountOf('memory', status.capacity?.['memory'])] as const,
}));

/** True once a pod holds nothing any more. */
export function isOver(p: Pod): boolean {
  return p.status.phase === 'Succeeded' || p.status.phase === 'Failed';
}

/** The figures of a node with the pods that are on it. */
export function nodeFigures(n: Node, pods: Iterable<Pod>): NodeFigures {
  let cpu = 0;
  let memory = 0;
  let systemPods = 0;
  for (const p of pods) {
    if (isOver(p)) continue;
    const r = podRequests(p.spec);
    cpu += r['cpu'] ?? 0;
    memory += r['memory'] ?? 0;
    if (isSystemPod(p)) systemPods++;
  }
  const s = sizes(n.status);
  return {
    cpu: { requested: cpu, allocatable: s.cpu[0], capacity: s.cpu[1] },
    memory: { requested: memory, allocatable: s.memory[0], capacity: s.memory[1] },
    zone: n.metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
    systemPods,
  };
}

/** Pods that come with the cluster. */
export function isSystemPod(p: Pod): boolean {
  return p.metadata.namespace === 'kube-system';
}

/** 0…1, 0 where there is nothing to have a share of. */
export function shareOf(s: Share): number {
  return s.allocatable > 0 ? s.requested / s.allocatable : 0;
}
