/**
 * Machines that are not needed any more: little used, and with pods that fit elsewhere. One that stays so for ten minutes
 * is given back. Since when it is so stands in a taint, as the autoscaler itself has it.
 * Source: cluster-autoscaler's core/scaledown, simulator/drainability.
 */
import { namespaceOf, writtenAt } from '#shared/api/object.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import type { Because } from '../../controllers/controller.ts';
import { recordEvent } from '../../controllers/events.ts';
import { isReady } from '../../kubelet/node-kind.ts';
import { podsToMove } from '../drain.ts';
import { REMOVING } from '../node-pool-controller.ts';
import { AUTOSCALER } from './scale-up.ts';
import { Simulation } from './simulation.ts';

/** Marks a node that is not needed; its value is since when, in seconds since 1970. */
const CANDIDATE = 'DeletionCandidateOfClusterAutoscaler';
const NEVER = 'cluster-autoscaler.kubernetes.io/scale-down-disabled';
const MAY_GO = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
/** Below this part of its allocatable a node counts as little used. */
const LITTLE = 0.5;
const UNNEEDED_FOR_MS: Ms = 600_000;
const AFTER_START_MS: Ms = 600_000;

/** Marks what is not needed, gives back what has not been for long enough. Returns when to look again (ms from now). */
export function scaleDown(pools: readonly NodePool[], client: Client, because: Because): Ms | undefined {
  let soonest: Ms | undefined;
  for (const pool of pools) {
    let spare = (pool.spec.replicas ?? 0) - (pool.spec.minReplicas ?? 0);
    const own = client.list(nodes, { owner: pool.metadata.uid }).filter((n) => n.metadata.annotations?.[REMOVING] === undefined);
    for (const node of own) {
      const young = (parseTime(node.metadata.creationTimestamp) ?? 0) + AFTER_START_MS - client.wallMs;
      if (young > 0) {
        if (spare > 0) soonest = Math.min(soonest ?? Infinity, young);
        continue;
      }
      const left = spare > 0 && isUnneeded(node, client) ? because(writtenAt(node), () => dueInMs(node, client)) : undefined;
      if (left === undefined) because(writtenAt(node), () => unmark(node, client));
      else if (left > 0) soonest = Math.min(soonest ?? Infinity, left);
      else {
        because(writtenAt(node), () => giveBack(node, client));
        spare--;
      }
      if (left !== undefined && left > 0) spare--;
    }
  }
  return soonest;
}

function isUnneeded(node: Node, client: Client): boolean {
  const { name, annotations } = node.metadata;
  if (!isReady(node) || annotations?.[NEVER] === 'true') return false;
  const simulation = new Simulation(client);
  if (simulation.used(name) >= LITTLE) return false;
  const moving = podsToMove(client, name);
  if (!mayAllGo(moving, client)) return false;
  simulation.remove(name);
  return simulation.place(moving.map(unbound)).size === 0;
}

const unbound = (p: Pod): Pod => {
  const { nodeName: _there, ...spec } = p.spec;
  return { ...p, spec };
};

/** Pods that nobody would make again, and those whose budget is spent, hold their node. */
function mayAllGo(moving: readonly Pod[], client: Client): boolean {
  const budgets = client.list(podDisruptionBudgets);
  return moving.every((p) => {
    const says = p.metadata.annotations?.[MAY_GO];
    if (says === 'false') return false;
    const concerned = budgets.filter((b) => namespaceOf(b) === namespaceOf(p) && labelSelectorMatcher(b.spec.selector)(p.metadata.labels));
    const count = (uid: string) =>
      moving.filter((m) => concerned.some((b) => b.metadata.uid === uid && labelSelectorMatcher(b.spec.selector)(m.metadata.labels)))
        .length;
    if (concerned.some((b) => (b.status.disruptionsAllowed ?? 0) < count(b.metadata.uid))) return false;
    if (says === 'true') return true;
    return (p.metadata.ownerReferences?.some((r) => r.controller) ?? false) && (namespaceOf(p) !== 'kube-system' || concerned.length > 0);
  });
}

/** How long until the node may go; marks it where it is not marked yet. */
function dueInMs(node: Node, client: Client): Ms {
  const since = node.spec.taints?.find((t) => t.key === CANDIDATE)?.value;
  const sinceMs = since === undefined ? client.wallMs : Number(since) * 1000;
  if (since === undefined)
    client.update(nodes, {
      ...node,
      spec: {
        ...node.spec,
        taints: [
          ...(node.spec.taints ?? []),
          { key: CANDIDATE, value: String(Math.floor(client.wallMs / 1000)), effect: 'PreferNoSchedule' },
        ],
      },
    });
  return sinceMs + UNNEEDED_FOR_MS - client.wallMs;
}

function unmark(node: Node, client: Client): void {
  const taints = node.spec.taints?.filter((t) => t.key !== CANDIDATE);
  if (!taints || taints.length === node.spec.taints?.length) return;
  const { taints: _all, ...spec } = node.spec;
  client.update(nodes, { ...node, spec: { ...spec, ...(taints.length ? { taints } : {}) } });
}

/** The pool drains the node that is marked as going, and has one less from now on. */
function giveBack(node: Node, client: Client): void {
  recordEvent(client, AUTOSCALER, node, { type: 'Normal', reason: 'ScaleDown', message: 'marked the node as toBeDeleted/unschedulable' });
  client.update(nodes, {
    ...node,
    metadata: { ...node.metadata, annotations: { ...node.metadata.annotations, [REMOVING]: client.timestamp } },
    spec: { ...node.spec, unschedulable: true },
  });
  const owner = node.metadata.ownerReferences?.find((r) => r.controller)?.name;
  const pool = owner === undefined ? undefined : client.get(nodePools, '', owner);
  if (pool)
    client.update(nodePools, {
      ...pool,
      spec: { ...pool.spec, replicas: Math.max(pool.spec.minReplicas ?? 0, (pool.spec.replicas ?? 1) - 1) },
    });
}
