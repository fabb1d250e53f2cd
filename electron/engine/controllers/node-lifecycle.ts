/**
 * Watches over nodes: taints follow their conditions, a node that is not heard of becomes Unknown, and pods of nodes
 * that are not ready count as not ready. Source: pkg/controller/nodelifecycle.
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { podCondition, withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, NodeCondition, Taint } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { downSinceMs, isReady, nodeCondition } from '../kubelet/node-kind.ts';
import { BY_NODE } from '../store/indexes.ts';
import type { Controller, Requeue } from './controller.ts';
import { eventsAbout, recordEvent } from './events.ts';
import { everythingFailed, evictionAllowed } from './zone-disruption.ts';

const CONTROLLER = { component: 'node-controller' };

/** A node is new for as long as what was said of its coming is kept. */
const NEW_MS: Ms = 3_600_000;
/** How long a node may be silent. */
const GRACE_MS: Ms = 50_000;

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
export const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** The taint that a condition brings when it has a status. */
const BY_CONDITION: readonly { readonly type: string; readonly status: string; readonly key: string }[] = [
  { type: 'Ready', status: 'False', key: NOT_READY },
  { type: 'Ready', status: 'Unknown', key: UNREACHABLE },
  { type: 'MemoryPressure', status: 'True', key: 'node.kubernetes.io/memory-pressure' },
  { type: 'DiskPressure', status: 'True', key: 'node.kubernetes.io/disk-pressure' },
  { type: 'NetworkUnavailable', status: 'True', key: 'node.kubernetes.io/network-unavailable' },
  { type: 'PIDPressure', status: 'True', key: 'node.kubernetes.io/pid-pressure' },
];
const OWN_NO_SCHEDULE: ReadonlySet<string> = new Set([...BY_CONDITION.map((c) => c.key), UNSCHEDULABLE]);
const OWN_NO_EXECUTE: ReadonlySet<string> = new Set([NOT_READY, UNREACHABLE]);

/** Labels that older clients look for. */
const MIRRORED: readonly (readonly [from: string, to: string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
];

/** What a silent node's conditions become. */
const SILENT: readonly string[] = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function nodeLifecycle(): Controller {
  /** The nodes it has met. */
  const known = new Map<string, Node>();

  /** Says of a node that it has come, once, and that it is gone. */
  const meet = (name: string, node: Node | undefined, client: Client): void => {
    const before = known.get(name);
    const say = (about: Node, reason: string, what: string) =>
      recordEvent(client, CONTROLLER, about, {
        type: 'Normal',
        reason,
        message: `Node ${name} event: ${what} Node ${name} ${reason === 'RemovingNode' ? 'from' : 'in'} Controller`,
      });
    if (before && before.metadata.uid !== node?.metadata.uid) say(before, 'RemovingNode', 'Removing');
    if (!node) known.delete(name);
    else {
      known.set(name, node);
      const isNew =
        before?.metadata.uid !== node.metadata.uid && client.wallMs - (parseTime(node.metadata.creationTimestamp) ?? 0) < NEW_MS;
      if (isNew && !eventsAbout(client, node).some((e) => e.reason === 'RegisteredNode')) say(node, 'RegisteredNode', 'Registered');
    }
  };
  return {
    name: 'node-lifecycle-controller',
    watches: [
      {
        resource: 'core/nodes',
        *keys({ ref, before, after }, client) {
          yield localKey('', ref.name);
          // Whether a node may lose its pods depends on how many others have failed with it.
          if (!before || !after || isReady(before as Node) === isReady(after as Node)) return;
          for (const n of client.list(nodes)) if (n.metadata.name !== ref.name && !isReady(n)) yield localKey('', n.metadata.name);
        },
      },
    ],
    reconcile(key, client) {
      const { name } = splitLocalKey(key);
      const node = client.get(nodes, '', name);
      meet(name, node, client);
      if (!node) return undefined;
      const silence = listen(node, client);
      const requeue = settle(client.get(nodes, '', node.metadata.name) ?? node, client);
      return silence ?? requeue;
    },
  };
}

/** A node that has been silent for too long is reported Unknown, and so are its pods. */
function listen(node: Node, client: Client): Requeue | undefined {
  const since = downSinceMs(node);
  if (since === undefined) return undefined;
  if (nodeCondition(node, 'Ready') === 'Unknown' && node.status.conditions?.length) return undefined;
  const left = since + GRACE_MS - client.wallMs;
  if (left > 0) return { requeueAfter: left };
  const conditions = SILENT.map((type): NodeCondition => {
    const known = node.status.conditions?.find((c) => c.type === type);
    return {
      ...known,
      type,
      status: 'Unknown',
      reason: known ? 'NodeStatusUnknown' : 'NodeStatusNeverUpdated',
      message: known ? 'Kubelet stopped posting node status.' : 'Kubelet never posted node status.',
      lastTransitionTime: client.timestamp,
    };
  });
  const others = (node.status.conditions ?? []).filter((c) => !SILENT.includes(c.type));
  client.updateStatus(nodes, { ...node, status: { ...node.status, conditions: [...others, ...conditions] } });
  recordEvent(client, CONTROLLER, node, {
    type: 'Normal',
    reason: 'NodeNotReady',
    message: `Node ${node.metadata.name} status is now: NodeNotReady`,
  });
  return undefined;
}

function settle(node: Node, client: Client): Requeue | void {
  const { taints, retryMs } = wantedTaints(node, client);
  const labels = wantedLabels(node);
  const spec = equal(taints, node.spec.taints ?? []) ? node.spec : withTaints(node.spec, taints);
  if (spec !== node.spec || labels !== node.metadata.labels)
    client.update(nodes, { ...node, metadata: { ...node.metadata, ...(labels ? { labels } : {}) }, spec });
  if (nodeCondition(node, 'Ready') !== 'True' && node.status.conditions?.length) markPodsNotReady(node, client);
  return retryMs === undefined ? undefined : { requeueAfter: retryMs };
}

function withTaints({ taints: _old, ...spec }: Node['spec'], taints: readonly Taint[]): Node['spec'] {
  return taints.length ? { ...spec, taints } : spec;
}

/** The node's taints as they should be; `retryMs` says when one that is held back may come. */
function wantedTaints(node: Node, client: Client): { readonly taints: readonly Taint[]; readonly retryMs?: Ms } {
  const has = node.spec.taints ?? [];
  const ready = node.status.conditions?.find((c) => c.type === 'Ready')?.status;
  const hard = new Set(
    BY_CONDITION.filter((c) => node.status.conditions?.some((k) => k.type === c.type && k.status === c.status)).map((c) => c.key),
  );
  if (ready === undefined) hard.add(NOT_READY);
  if (node.spec.unschedulable) hard.add(UNSCHEDULABLE);
  const failed = ready === 'False' ? NOT_READY : ready === 'Unknown' ? UNREACHABLE : undefined;
  const evicting = failed && !everythingFailed(client) ? failed : undefined;
  const already = has.some((t) => t.effect === 'NoExecute' && OWN_NO_EXECUTE.has(t.key));
  const retryMs = evicting && !already ? evictionAllowed(node, client) : 0;

  const kept = has.filter((t) =>
    t.effect === 'NoSchedule' && OWN_NO_SCHEDULE.has(t.key)
      ? hard.has(t.key)
      : t.effect === 'NoExecute' && OWN_NO_EXECUTE.has(t.key)
        ? t.key === evicting
        : true,
  );
  const isThere = (key: string, effect: string) => kept.some((t) => t.key === key && t.effect === effect);
  const added = [...hard]
    .filter((key) => !isThere(key, 'NoSchedule'))
    .map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: client.timestamp }));
  if (evicting && retryMs === 0 && !isThere(evicting, 'NoExecute'))
    added.push({ key: evicting, effect: 'NoExecute', timeAdded: client.timestamp });
  return { taints: [...kept, ...added], ...(retryMs && retryMs !== Infinity ? { retryMs } : {}) };
}

function wantedLabels({ metadata: { labels } }: Node): Node['metadata']['labels'] {
  const missing = MIRRORED.filter(([from, to]) => labels?.[from] !== undefined && labels[to] !== labels[from]);
  return missing.length ? { ...labels, ...Object.fromEntries(missing.map(([from, to]) => [to, labels?.[from] as string])) } : labels;
}

function markPodsNotReady(node: Node, client: Client): void {
  for (const p of client.list(pods, { index: { name: BY_NODE, value: node.metadata.name } })) {
    if (podCondition(p, 'Ready')?.status !== 'True') continue;
    const { reason, message } = podCondition(p, 'Ready') ?? {};
    client.updateStatus(pods, {
      ...p,
      status: {
        ...p.status,
        conditions: withPodCondition(
          p,
          { type: 'Ready', status: 'False', ...(reason ? { reason } : {}), ...(message ? { message } : {}) },
          client.timestamp,
        ),
      },
    });
    recordEvent(client, CONTROLLER, p, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
  }
}
