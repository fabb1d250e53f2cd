/**
 * Stands in for scheduler and kubelets in tests of control loops: puts each pod on a node, makes it run and be ready in
 * the same instant, and lets it go as soon as it is told to.
 */
import { isTerminating } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { bindPod } from '../apiserver/subresources/pod-binding.ts';
import type { ControllerFactory } from '../controllers/controller.ts';
import { nodeOf } from '../controllers/daemon-set/placement.ts';
import { forEach } from '../controllers/watch-rules.ts';

/** What becomes of a pod that has started. A number is the exit code it ends with at once; 'stays' leaves it Pending. */
export type Fate = 'ready' | 'unready' | 'stays' | number;

/** The exit code of a container that was killed. */
const KILLED = 137;

/** A loop that runs pods. `fate` says what becomes of each; all become ready where it is not given. */
export function instantKubelet(fate: (pod: Pod) => Fate = () => 'ready'): ControllerFactory {
  return () => ({
    name: 'instant-kubelet',
    watches: [forEach(pods)],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const pod = client.get(pods, namespace, name);
      if (!pod) return;
      if (isTerminating(pod)) {
        const stopped =
          pod.status.phase === 'Running' ? client.updateStatus(pods, { ...pod, status: statusFor(pod, KILLED, client) }) : pod;
        client.delete(pods, stopped, { gracePeriodSeconds: 0 });
        return;
      }
      const what = fate(pod);
      if (what === 'stays' || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return;
      const bound = pod.spec.nodeName
        ? pod
        : bindPod(client.core, namespace, name, nodeOf(pod) || (client.list(nodes)[0]?.metadata.name ?? 'n1'));
      client.updateStatus(pods, { ...bound, status: statusFor(bound, what, client) });
    },
  });
}

function statusFor(pod: Pod, fate: Exclude<Fate, 'stays'>, { timestamp }: Client): Pod['status'] {
  const ends = typeof fate === 'number';
  const ready = fate === 'ready';
  const startedAt = pod.status.startTime ?? timestamp;
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => {
    const status = ready || type === 'PodScheduled' || type === 'Initialized' ? 'True' : 'False';
    const old = pod.status.conditions?.find((c) => c.type === type);
    return old?.status === status ? old : { type, status, lastTransitionTime: timestamp };
  });
  return {
    ...pod.status,
    conditions,
    startTime: startedAt,
    phase: ends ? (fate === 0 ? 'Succeeded' : 'Failed') : 'Running',
    containerStatuses: pod.spec.containers.map((c) => ({
      name: c.name,
      image: c.image ?? '',
      imageID: '',
      ready,
      restartCount: 0,
      started: !ends,
      lastState: {},
      state: ends
        ? { terminated: { exitCode: fate, reason: fate === 0 ? 'Completed' : 'Error', startedAt, finishedAt: timestamp } }
        : { running: { startedAt } },
    })),
  };
}
