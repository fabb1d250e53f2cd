/** Deletes pods that do not (or no longer) bear with a NoExecute taint of their node. Source: pkg/controller/tainteviction. */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { toleratesTaint } from '../scheduler/taints.ts';
import { BY_NODE } from '../store/indexes.ts';
import type { Controller } from './controller.ts';
import { recordEvent } from './events.ts';

const CONTROLLER = { component: 'taint-eviction-controller' };

export function taintEviction(): Controller {
  return {
    name: 'taint-eviction-controller',
    watches: [
      { resource: 'core/pods', *keys({ before, after }) {
        const was = before as Pod | undefined, is = after as Pod | undefined;
        if (is?.spec.nodeName && was?.spec !== is.spec) yield localKey(namespaceOf(is), is.metadata.name);
      } },
      { resource: 'core/nodes', *keys({ before, after }, client) {
        const was = before as Node | undefined, is = after as Node | undefined;
        if (!is || was?.spec.taints === is.spec.taints || (!noExecute(was).length && !noExecute(is).length)) return;
        for (const p of client.list(pods, { index: { name: BY_NODE, value: is.metadata.name } })) yield localKey(namespaceOf(p), p.metadata.name);
      } },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key), pod = client.get(pods, namespace, name);
      const node = pod?.spec.nodeName ? client.get(nodes, '', pod.spec.nodeName) : undefined;
      if (!pod || !node || pod.metadata.deletionTimestamp) return undefined;
      const left = patience(pod, node, client.wallMs);
      if (left === undefined) return undefined;
      if (left > 0) return { requeueAfter: left };
      evict(pod, client);
      return undefined;
    },
  };
}

const noExecute = (n: Node | undefined) => (n?.spec.taints ?? []).filter((t) => t.effect === 'NoExecute');

/** How long the pod may still stay, in ms; undefined while it may stay for good. */
function patience({ spec: { tolerations = [] } }: Pod, node: Node, nowMs: Ms): Ms | undefined {
  const taints = noExecute(node);
  if (!taints.length) return undefined;
  let least = Infinity;
  for (const taint of taints) {
    const used = tolerations.filter((t) => toleratesTaint(t, taint));
    if (!used.length) return 0;
    for (const t of used) if (t.tolerationSeconds !== undefined) least = Math.min(least, Math.max(0, t.tolerationSeconds) * 1000);
  }
  if (least === Infinity) return undefined;
  const since = Math.max(...taints.map((t) => parseTime(t.timeAdded) ?? 0));
  return (since || nowMs) + least - nowMs;
}

function evict(pod: Pod, client: Client): void {
  recordEvent(client, CONTROLLER, pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${namespaceOf(pod)}/${pod.metadata.name}` });
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' } as const;
  const marked = client.updateStatus(pods, { ...pod, status: { ...pod.status, conditions: withPodCondition(pod, condition, client.timestamp) } });
  client.delete(pods, marked);
}
