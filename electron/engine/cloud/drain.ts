/** Empties a node before it goes: its pods are evicted as far as their disruption budgets let them. Source: kubectl's drain. */
import { ApiError } from '#shared/api/errors.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { evictPod } from '../apiserver/subresources/pod-eviction.ts';
import { BY_NODE } from '../store/indexes.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/** Pods that stay until the node itself is gone: those of DaemonSets and of the node's own files. */
const staysToTheEnd = (p: Pod): boolean =>
  p.metadata.annotations?.[MIRROR] !== undefined ||
  (p.metadata.ownerReferences?.some((r) => r.controller && r.kind === 'DaemonSet') ?? false);

const isDone = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed';

/** The pods of a node that have to go elsewhere. */
export function podsToMove(client: Client, node: string): readonly Pod[] {
  return client.list(pods, { index: { name: BY_NODE, value: node } }).filter((p) => !staysToTheEnd(p) && !isDone(p));
}

/** Evicts what may go now. True once nothing that has to move is left. */
export function drain(client: Client, node: string): boolean {
  const left = podsToMove(client, node);
  for (const pod of left) {
    if (pod.metadata.deletionTimestamp) continue;
    try {
      evictPod(client.core, client.user, namespaceOf(pod), pod.metadata.name, { preconditions: { uid: pod.metadata.uid } });
    } catch (e) {
      if (!(e instanceof ApiError)) throw e; // its budget does not let it go yet
    }
  }
  return !left.length;
}
