/**
 * Clears away pods that nobody else can: those of nodes that are gone or out of service, and the oldest of very many
 * that have ended. Source: pkg/controller/podgc.
 */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { withPodCondition, type NewPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { urgencyOfPause } from '../clock/clock.ts';
import { isReady } from '../kubelet/node-kind.ts';
import { BY_NODE } from '../store/indexes.ts';
import type { Controller, Requeue } from './controller.ts';

/** How long a node may be missing before its pods are taken for lost. */
const QUARANTINE_MS: Ms = 40_000;
/** So many pods that have ended may stay. */
const MOST_ENDED = 12_500;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const ENDED = 'ended';
const LOST: NewPodCondition = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
};

const isEnded = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed';

export function podGarbageCollector(): Controller {
  return {
    name: 'pod-garbage-collector',
    watches: [
      {
        resource: 'core/pods',
        *keys({ before, after }, client) {
          const p = after as Pod | undefined;
          if (!p) return;
          if (isEnded(p) && !(before && isEnded(before as Pod)) && client.core.store.count('core/pods') > MOST_ENDED) yield ENDED;
          if (
            p.spec.nodeName &&
            (before?.metadata.deletionTimestamp !== p.metadata.deletionTimestamp ||
              (before as Pod | undefined)?.spec.nodeName !== p.spec.nodeName)
          )
            yield localKey(namespaceOf(p), p.metadata.name);
        },
      },
      {
        resource: 'core/nodes',
        *keys({ ref, after }, client) {
          if (after && !isOutOfService(after as Node)) return;
          for (const p of client.list(pods, { index: { name: BY_NODE, value: ref.name } })) yield localKey(namespaceOf(p), p.metadata.name);
        },
      },
    ],
    reconcile(key, client) {
      if (key === ENDED) return clearEnded(client);
      const { namespace, name } = splitLocalKey(key);
      const pod = client.get(pods, namespace, name);
      const node = pod?.spec.nodeName ? client.get(nodes, '', pod.spec.nodeName) : undefined;
      if (pod?.spec.nodeName && !node) return quarantine(pod, pod.spec.nodeName, client);
      if (pod?.metadata.deletionTimestamp && node && isOutOfService(node) && !isReady(node)) remove(pod, undefined, client);
      return undefined;
    },
  };
}

/** When the node has been missing for long enough; the pod goes then. */
function quarantine(pod: Pod, node: string, client: Client): Requeue | undefined {
  const goneMs = client.heldSince(nodes, '', node, (n) => !n) ?? client.wallMs;
  const boundMs = client.heldSince(pods, namespaceOf(pod), pod.metadata.name, (p) => p?.spec.nodeName === node) ?? client.wallMs;
  const left = Math.max(goneMs, boundMs) + QUARANTINE_MS - client.wallMs;
  if (left > 0) return { requeueAfter: left, urgency: urgencyOfPause(QUARANTINE_MS) };
  remove(pod, LOST, client);
  return undefined;
}

const isOutOfService = (n: Node): boolean => n.spec.taints?.some((t) => t.key === OUT_OF_SERVICE) ?? false;

/** A pod that had not ended is recorded as failed before it goes, and why where there is more to say. */
function remove(pod: Pod, why: NewPodCondition | undefined, client: Client): void {
  const failed = isEnded(pod)
    ? pod
    : client.updateStatus(pods, {
        ...pod,
        status: { ...pod.status, phase: 'Failed', ...(why && { conditions: withPodCondition(pod, why, client.timestamp) }) },
      });
  client.delete(pods, failed, { gracePeriodSeconds: 0 });
}

function clearEnded(client: Client): undefined {
  const ended = client.list(pods).filter(isEnded);
  const surplus = [...ended]
    .sort((a, b) =>
      a.metadata.creationTimestamp < b.metadata.creationTimestamp
        ? -1
        : a.metadata.creationTimestamp > b.metadata.creationTimestamp
          ? 1
          : 0,
    )
    .slice(0, Math.max(0, ended.length - MOST_ENDED));
  for (const p of surplus) client.delete(pods, p, { gracePeriodSeconds: 0 });
}
