/** The kubelets: what happens to pods once they have a node. One loop plays them all, a pod at a time. */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { isDown } from '#shared/kinds/drydock/machine.ts';
import type { Node, Pod, VolumeAttachment } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue, WatchRule } from '../controllers/controller.ts';
import { eventsAbout } from '../controllers/events.ts';
import { mapped } from '../controllers/watch-rules.ts';
import { PodAddresses } from '../network/pod-addresses.ts';
import { BY_NODE, BY_STARTING } from '../store/indexes.ts';
import { endsAtOnce, fakeReadyAgain, fakeRunning, fakeSucceeded } from './fake-pod.ts';
import { isFake, isReady } from './node-kind.ts';
import { syncPod } from './pod-sync.ts';
import { Turn } from './turn.ts';

const keyOf = (p: Pod): string => localKey(namespaceOf(p), p.metadata.name);

/** What a pod may be waiting for in its namespace before its containers can start. */
const NEEDED = ['core/configmaps', 'core/secrets', 'core/persistentvolumeclaims'] as const;

export function kubelet(client: Client): Controller {
  const addresses = new PodAddresses(client);
  return {
    name: 'kubelet',
    watches: [mapped(pods, (p) => (p.spec.nodeName ? [keyOf(p)] : [])), ofNode, ofAttachment, ...NEEDED.map(ofNamespace)],
    reconcile(key, c) {
      const { namespace, name } = splitLocalKey(key);
      const pod = c.get(pods, namespace, name);
      const node = pod?.spec.nodeName ? c.get(nodes, '', pod.spec.nodeName) : undefined;
      if (!pod || !node || isDown(node) || !node.spec.podCIDR || !node.status.conditions?.length) return undefined;
      return isFake(node) ? syncFake(pod, node, addresses, c) : sync(pod, node, addresses, c);
    },
  };
}

/** A node that comes back, or has got an image, concerns its pods. */
const ofNode: WatchRule = {
  resource: 'core/nodes',
  *keys({ before, after }, client) {
    const was = before as Node | undefined;
    const is = after as Node | undefined;
    if (!is) return;
    const changed = !was || isReady(was) !== isReady(is) || isDown(was) !== isDown(is) || was.spec.podCIDR !== is.spec.podCIDR;
    const images = was?.status.images !== is.status.images;
    if (!changed && !images) return;
    for (const p of client.list(pods, { index: { name: BY_NODE, value: is.metadata.name } }))
      if (changed || p.status.phase === 'Pending') yield keyOf(p);
  },
};

const ofAttachment: WatchRule = {
  resource: 'storage.k8s.io/volumeattachments',
  *keys({ after }, client) {
    const a = after as VolumeAttachment | undefined;
    if (!a?.status?.attached) return;
    for (const p of client.list(pods, { index: { name: BY_NODE, value: a.spec.nodeName } }))
      if (p.status.phase === 'Pending') yield keyOf(p);
  },
};

const ofNamespace = (resource: string): WatchRule => ({
  resource,
  *keys({ ref, after }, client) {
    if (after) for (const p of client.list(pods, { index: { name: BY_STARTING, value: ref.namespace } })) yield keyOf(p);
  },
});

/** One look at a pod of an ordinary node: what has come of it is one write, and what was said follows it. */
function sync(pod: Pod, node: Node, addresses: PodAddresses, client: Client): Requeue | void {
  const turn = new Turn(pod, node, client);
  const { status, gone } = syncPod(turn, () => addresses.next(node.spec.podCIDR as string));
  const written = status === pod.status ? pod : client.updateStatus(pods, { ...pod, status });
  turn.record(written);
  if (gone && pod.metadata.deletionTimestamp) client.delete(pods, written, { gracePeriodSeconds: 0 });
  return turn.requeue;
}

function syncFake(pod: Pod, node: Node, addresses: PodAddresses, client: Client): void {
  const { phase } = pod.status;
  const write = (status: Pod['status']) => {
    client.updateStatus(pods, { ...pod, status });
  };
  if (pod.metadata.deletionTimestamp) client.delete(pods, pod, { gracePeriodSeconds: 0 });
  else if (phase === 'Pending' || !phase) {
    const ip = pod.spec.hostNetwork ? '' : addresses.next(node.spec.podCIDR as string);
    if (ip !== undefined) write(fakeRunning(pod, node, ip, client.timestamp));
  } else if (phase === 'Running' && endsAtOnce(pod)) write(fakeSucceeded(pod, client.timestamp));
  else if (phase === 'Running' && wasAway(pod, node, client)) write(fakeReadyAgain(pod, client.timestamp));
}

/** The pod was said not to be ready while its node was away. What somebody said of it at another time stands. */
function wasAway(pod: Pod, node: Node, client: Client): boolean {
  const ready = podCondition(pod, 'Ready');
  const back = node.status.conditions?.find((c) => c.type === 'Ready');
  if (ready?.status !== 'False' || back?.status !== 'True') return false;
  const since = ready.lastTransitionTime ?? '';
  const until = back.lastTransitionTime ?? '';
  // times are whole seconds: within one, what was said of the pod tells
  return since === until ? eventsAbout(client, pod).some((e) => e.reason === 'NodeNotReady') : since < until;
}
