/**
 * Whether a node takes a pod that the scheduler has not placed on it. Source: pkg/kubelet/lifecycle (predicate.go).
 */
import type { Node, Pod } from '#shared/kinds/types.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Client } from '../apiserver/client.ts';
import { NodeInfo } from '../scheduler/node-info.ts';
import { requiredNodes } from '../scheduler/node-selector.ts';
import { isTerminal, podInfo } from '../scheduler/pod-info.ts';
import { toleratesTaint } from '../scheduler/taints.ts';
import { BY_NODE } from '../store/indexes.ts';

/** Why a pod is turned away: the reason and message of its status. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

const predicate = (reason: string, why: string): Refusal => ({ reason, message: `Predicate ${reason} failed: ${why}` });

/** Undefined where the node takes the pod. */
export function refusal(pod: Pod, node: Node, client: Client): Refusal | undefined {
  const wanted = podInfo(pod);
  const info = new NodeInfo(node.metadata.name, node);
  for (const p of client.list(pods, { index: { name: BY_NODE, value: node.metadata.name } }))
    if (p.metadata.uid !== pod.metadata.uid && !isTerminal(p) && p.status.startTime) info.add(podInfo(p));

  if (info.pods.size + 1 > (info.allocatable['pods'] ?? 0)) return short('pods', 1, info.pods.size, info.allocatable['pods'] ?? 0);
  for (const [resource, amount] of Object.entries(wanted.requests)) {
    const capacity = info.allocatable[resource] ?? 0;
    const used = info.requested[resource] ?? 0;
    if (amount > 0 && amount > capacity - used) return short(resource, amount, used, capacity);
  }
  const required = requiredNodes(pod.spec);
  if (required && !required({ name: node.metadata.name, labels: node.metadata.labels }))
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (info.portsTaken(wanted.ports)) return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  const taint = node.spec.taints?.find((t) => t.effect === 'NoExecute' && !pod.spec.tolerations?.some((x) => toleratesTaint(x, t)));
  return taint ? predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate") : undefined;
}

function short(resource: string, requested: number, used: number, capacity: number): Refusal {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}
