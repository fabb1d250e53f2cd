/** Deletes pods that do not (or no longer) bear with a NoExecute taint of their node. Source: pkg/controller/tainteviction. */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { urgencyOfPause } from '../clock/clock.ts';
import { toleratesTaint } from '../scheduler/taints.ts';
import { BY_NODE } from '../store/indexes.ts';
import type { Controller } from './controller.ts';
import { recordEvent } from './events.ts';

const CONTROLLER = { component: 'taint-eviction-controller' };

export function taintEviction(): Controller {
  /** Pods that are to go. */
  const leaving = new Set<string>();
  return {
    name: 'taint-eviction-controller',
    watches: [
      {
        resource: 'core/pods',
        *keys({ before, after }) {
          const was = before as Pod | undefined;
          const is = after as Pod | undefined;
          if (is?.spec.nodeName && was?.spec !== is.spec) yield localKey(namespaceOf(is), is.metadata.name);
        },
      },
      {
        resource: 'core/nodes',
        *keys({ before, after }, client) {
          const was = before as Node | undefined;
          const is = after as Node | undefined;
          if (!is || was?.spec.taints === is.spec.taints || (!noExecute(was).length && !noExecute(is).length)) return;
          for (const p of client.list(pods, { index: { name: BY_NODE, value: is.metadata.name } }))
            yield localKey(namespaceOf(p), p.metadata.name);
        },
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const pod = client.get(pods, namespace, name);
      const node = pod?.spec.nodeName ? client.get(nodes, '', pod.spec.nodeName) : undefined;
      const patience = pod && node && !pod.metadata.deletionTimestamp ? patienceOf(pod, node) : undefined;
      if (!pod || !node || patience === undefined) {
        if (leaving.delete(key) && pod && !pod.metadata.deletionTimestamp)
          recordEvent(client, CONTROLLER, pod, {
            type: 'Normal',
            reason: 'TaintManagerEviction',
            message: `Cancelling deletion of Pod ${namespace}/${name}`,
          });
        return undefined;
      }
      const left = patience > 0 ? sinceMs(pod, node, client) + patience - client.wallMs : 0;
      if (left > 0) {
        leaving.add(key);
        return { requeueAfter: left, urgency: urgencyOfPause(patience) };
      }
      leaving.delete(key);
      evict(pod, client);
      return undefined;
    },
  };
}

const noExecute = (n: Node | undefined) => (n?.spec.taints ?? []).filter((t) => t.effect === 'NoExecute');

/** How long the pod bears with the taints of its node, in ms; undefined where it does for good. */
function patienceOf({ spec: { tolerations = [] } }: Pod, node: Node): Ms | undefined {
  let least = Infinity;
  for (const taint of noExecute(node)) {
    const used = tolerations.filter((t) => toleratesTaint(t, taint));
    if (!used.length) return 0;
    for (const t of used) if (t.tolerationSeconds !== undefined) least = Math.min(least, Math.max(0, t.tolerationSeconds) * 1000);
  }
  return least === Infinity ? undefined : least;
}

/** Since when it has had to bear with them: since the node has had such taints, or since it came there. */
function sinceMs(pod: Pod, { metadata: { name } }: Node, client: Client): Ms {
  const tainted = client.heldSince(nodes, '', name, (n) => n !== undefined && patienceOf(pod, n) !== undefined);
  const bound = client.heldSince(pods, namespaceOf(pod), pod.metadata.name, (p) => p?.spec.nodeName === name);
  return Math.max(tainted ?? client.wallMs, bound ?? client.wallMs);
}

function evict(pod: Pod, client: Client): void {
  recordEvent(client, CONTROLLER, pod, {
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `Marking for deletion Pod ${namespaceOf(pod)}/${pod.metadata.name}`,
  });
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  } as const;
  const marked = client.updateStatus(pods, {
    ...pod,
    status: { ...pod.status, conditions: withPodCondition(pod, condition, client.timestamp) },
  });
  client.delete(pods, marked);
}
