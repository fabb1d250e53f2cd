/** The kubelets: what happens to pods once they have a node. */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { mapped } from '../controllers/watch-rules.ts';
import { PodAddresses } from '../network/pod-addresses.ts';
import { BY_NODE } from '../store/indexes.ts';
import { endsAtOnce, fakeReadyAgain, fakeRunning, fakeSucceeded } from './fake-pod.ts';
import { isDown, isReady } from './node-kind.ts';

const keyOf = (p: Pod): string => localKey(namespaceOf(p), p.metadata.name);

export function kubelet(client: Client): Controller {
  const addresses = new PodAddresses(client);
  return {
    name: 'kubelet',
    watches: [
      mapped(pods, (p) => (p.spec.nodeName ? [keyOf(p)] : [])),
      {
        resource: 'core/nodes',
        *keys({ before, after }, c) {
          const was = before as Node | undefined, is = after as Node | undefined;
          if (!is || (was && isReady(was) === isReady(is) && isDown(was) === isDown(is) && was.spec.podCIDR === is.spec.podCIDR)) return;
          for (const p of c.list(pods, { index: { name: BY_NODE, value: is.metadata.name } })) yield keyOf(p);
        },
      },
    ],
    reconcile(key, c) {
      const { namespace, name } = splitLocalKey(key), pod = c.get(pods, namespace, name);
      const node = pod?.spec.nodeName ? c.get(nodes, '', pod.spec.nodeName) : undefined;
      if (!pod || !node || isDown(node) || !node.spec.podCIDR) return undefined;
      return syncFake(pod, node, addresses, c);
    },
  };
}

function syncFake(pod: Pod, node: Node, addresses: PodAddresses, client: Client): Requeue | void {
  if (pod.metadata.deletionTimestamp) {
    client.delete(pods, pod, { gracePeriodSeconds: 0 });
    return;
  }
  if (pod.status.phase === 'Pending' || !pod.status.phase) {
    const ip = pod.spec.hostNetwork ? '' : addresses.next(node.spec.podCIDR as string);
    if (ip !== undefined) client.updateStatus(pods, { ...pod, status: fakeRunning(pod, node, ip, client.timestamp) });
  } else if (pod.status.phase === 'Running' && endsAtOnce(pod)) {
    client.updateStatus(pods, { ...pod, status: fakeSucceeded(pod, client.timestamp) });
  } else if (pod.status.phase === 'Running' && isReady(node) && podCondition(pod, 'Ready')?.status === 'False') {
    client.updateStatus(pods, { ...pod, status: fakeReadyAgain(pod, client.timestamp) });
  }
}
