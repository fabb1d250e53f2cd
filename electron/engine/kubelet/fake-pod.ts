/**
 * Pods on a fake node: running and ready the moment they arrive, done at once if a Job owns them, gone the moment they
 * are to go. Source: kwok's fast stages; the fields are those of the recorded cases.
 */
import { NO_TIME } from '#shared/api/time.ts';
import { isSidecar, qosClassOf } from '#shared/kinds/core/pod-requests.ts';
import type { Container, ContainerState, ContainerStatus, Node, Pod, PodCondition } from '#shared/kinds/types.ts';
import { deepFreeze, memoByIdentity } from '#shared/api/json.ts';
import { hex, imageDigest } from './container-image.ts';
import { terminated } from './pod-termination.ts';

const NOTHING: ContainerState = Object.freeze({});

/** The parts of a status that all pods of one template started in one second share. */
const statuses = memoByIdentity((_containers: readonly Container[]) => new Map<string, readonly ContainerStatus[]>());

function started(containers: readonly Container[], now: string): readonly ContainerStatus[] {
  const known = statuses(containers);
  const before = known.get(now);
  if (before) return before;
  const made = Object.freeze(
    containers.map((c): ContainerStatus =>
      Object.freeze({
        name: c.name,
        image: c.image ?? '',
        imageID: `fake://${imageDigest(c.image ?? '')}`,
        containerID: `fake://${hex(`${c.name}/${c.image}/${now}`, 64)}`,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } },
        lastState: NOTHING,
      }),
    ),
  );
  known.clear();
  known.set(now, made);
  return made;
}

const condition = (type: string, now: string): PodCondition => ({ type, status: 'True', lastProbeTime: NO_TIME, lastTransitionTime: now });

/** The conditions of a pod that runs, by those it had: pods that are started in one second share them, too. */
const conditionsOnceRunning = memoByIdentity((_before: readonly PodCondition[]) => new Map<string, readonly PodCondition[]>());
const NONE: readonly PodCondition[] = Object.freeze([]);

function conditionsOf({ spec, status }: Pod, now: string): readonly PodCondition[] {
  const before = status.conditions ?? NONE;
  const gates = spec.readinessGates ?? [];
  const known = conditionsOnceRunning(before);
  const key = [now, ...gates.map((g) => g.conditionType)].join();
  const found = known.get(key);
  if (found) return found;
  const made = deepFreeze([
    ...['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'].map((type) => condition(type, now)),
    before.find((c) => c.type === 'PodScheduled') ?? condition('PodScheduled', now),
    ...gates.map((g) => condition(g.conditionType, now)),
  ]);
  known.clear();
  known.set(key, made);
  return made;
}

/** Running and ready. */
export function fakeRunning(pod: Pod, node: Node, ip: string, now: string): Pod['status'] {
  const { spec, status } = pod;
  const hostIP = node.status.addresses?.find((a) => a.type === 'InternalIP')?.address ?? '';
  const podIP = spec.hostNetwork ? hostIP : ip;
  const init = spec.initContainers ?? [];
  return {
    ...status,
    phase: 'Running',
    conditions: conditionsOf(pod, now),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: now,
    qosClass: status.qosClass ?? qosClassOf(spec),
    containerStatuses: started(spec.containers, now),
    ...(init.length
      ? {
          initContainerStatuses: started(init, now).map((s, i) =>
            isSidecar(init[i] as Container) ? s : { ...terminated(s, 0, now), ready: true },
          ),
        }
      : {}),
  };
}

/** Ready again, after its node has been away. */
export function fakeReadyAgain(pod: Pod, now: string): Pod['status'] {
  return {
    ...pod.status,
    conditions: (pod.status.conditions ?? []).map((c) => (c.type === 'Ready' && c.status !== 'True' ? condition('Ready', now) : c)),
  };
}

/** Run to its end, with success. */
export function fakeSucceeded(pod: Pod, now: string): Pod['status'] {
  const { status } = pod;
  const done = (c: PodCondition): PodCondition =>
    c.type === 'Ready' || c.type === 'ContainersReady'
      ? { ...c, status: 'False', reason: 'PodCompleted', lastTransitionTime: now }
      : c.type === 'Initialized'
        ? { ...c, reason: 'PodCompleted' }
        : c;
  return {
    ...status,
    phase: 'Succeeded',
    conditions: (status.conditions ?? []).map(done),
    containerStatuses: (status.containerStatuses ?? []).map((s) => terminated(s, 0, now)),
  };
}

/** True for pods that a fake node lets end: those of Jobs. */
export const endsAtOnce = (pod: Pod): boolean => pod.metadata.ownerReferences?.some((r) => r.kind === 'Job') ?? false;
