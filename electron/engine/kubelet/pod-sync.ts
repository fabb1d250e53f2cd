/**
 * What becomes of a pod on a node, stage by stage: taken or refused, volumes, network, containers, end. A look at the
 * pod gives the status it should have now; what is still to come is a time to look again. Source: pkg/kubelet (SyncPod).
 */
import { equal } from '#shared/api/json.ts';
import type { Ms } from '#shared/api/time.ts';
import { isSidecar, qosClassOf } from '#shared/kinds/core/pod-requests.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import type { Container, ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { advance } from './container-lifecycle.ts';
import { restarts } from './container-restart.ts';
import type { Part, Role } from './container-run.ts';
import { waitingStatus } from './container-waiting.ts';
import { refusal } from './pod-admission.ts';
import { conditionsOf, isInitialized, phaseOf, type Phase, type Statuses } from './pod-status.ts';
import { graceOf, isRunning, stopped, stops, tellStopping } from './pod-termination.ts';
import { unmounted } from './pod-volumes.ts';
import { instant, type Turn } from './turn.ts';

type Status = Pod['status'];

/** What a look comes to: a status, or that the pod is gone. */
export interface Outcome {
  readonly status: Status;
  /** The pod has ended and is to be taken away. */
  readonly gone: boolean;
}

/** From a pod's arrival until its network is up, where its volumes are there. */
const SANDBOX_MS: Ms = 700;
/** After this long the kubelet complains that volumes are still missing. */
const MOUNT_PATIENCE_MS: Ms = 123_000;

/** A stage: says what the pod's status should be, or passes it on to the next. */
interface Stage {
  readonly name: string;
  readonly run: (t: Turn, nextAddress: () => string | undefined) => Outcome | undefined;
}

const stay = (status: Status): Outcome => ({ status, gone: false });

/** The stages, in the order in which a pod comes to them. */
const stages: readonly Stage[] = [
  {
    name: 'ended',
    run: ({ pod }) => (isOver(pod) ? { status: pod.status, gone: pod.metadata.deletionTimestamp !== undefined } : undefined),
  },
  { name: 'terminating', run: (t) => (t.pod.metadata.deletionTimestamp === undefined ? undefined : terminate(t)) },
  { name: 'arriving', run: (t) => (t.pod.status.startTime ? undefined : arrive(t)) },
  { name: 'deadline', run: deadline },
  { name: 'sandbox', run: sandbox },
  { name: 'containers', run: (t) => stay(containers(t)) },
];

/** One look. */
export function syncPod(t: Turn, nextAddress: () => string | undefined): Outcome {
  for (const { run } of stages) {
    const outcome = run(t, nextAddress);
    if (outcome) return outcome;
  }
  return stay(t.pod.status);
}

const isOver = ({ status: { phase } }: Pod): boolean => phase === 'Succeeded' || phase === 'Failed';
const hasSandbox = (pod: Pod): boolean => podCondition(pod, 'PodReadyToStartContainers')?.status === 'True';

const statusesOf = (pod: Pod): Statuses => ({ init: pod.status.initContainerStatuses ?? [], main: pod.status.containerStatuses ?? [] });

/** A pod's status with these containers, and all that follows from them. Parts that stay the same are the same objects. */
function withContainers(t: Turn, { init, main }: Statuses, more: Partial<Status> = {}, phase?: Phase): Status {
  const { pod } = t;
  const now = phase ?? phaseOf(pod, { init, main });
  const sandboxed = more.podIP !== undefined || hasSandbox(pod);
  const kept = <T>(next: T, old: T | undefined): T => (old !== undefined && equal(next, old) ? old : next);
  return {
    ...pod.status,
    ...more,
    phase: now,
    conditions: kept(
      conditionsOf(pod, { init, main }, now, sandboxed, t.now),
      pod.status.conditions as ReturnType<typeof conditionsOf> | undefined,
    ),
    ...(init.length ? { initContainerStatuses: kept(init, pod.status.initContainerStatuses) } : {}),
    containerStatuses: kept(main, pod.status.containerStatuses),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
}

/** Taken in, or turned away. What the scheduler has placed fits: it has counted already. */
function arrive(t: Turn): Outcome {
  const { pod, node } = t;
  const { spec } = pod;
  const refused = podCondition(pod, 'PodScheduled')?.status === 'True' ? undefined : refusal(pod, node, t.client);
  if (refused) {
    t.say('Warning', refused.reason, refused.message);
    return stay({
      ...pod.status,
      phase: 'Failed',
      reason: refused.reason,
      message: `Pod was rejected: ${refused.message}`,
      startTime: t.now,
    });
  }
  const hostIP = node.status.addresses?.find((a) => a.type === 'InternalIP')?.address ?? '';
  const reason = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
  const begin = (list: readonly Container[]) => list.map((c) => waitingStatus(c, reason));
  t.again(instant(t.now) + SANDBOX_MS);
  return stay(
    withContainers(
      t,
      { init: begin(spec.initContainers ?? []), main: begin(spec.containers) },
      { startTime: t.now, hostIP, hostIPs: [{ ip: hostIP }], qosClass: pod.status.qosClass ?? qosClassOf(spec) },
    ),
  );
}

/** Volumes first, then the network. */
function sandbox(t: Turn, nextAddress: () => string | undefined): Outcome | undefined {
  const { pod } = t;
  const startMs = instant(pod.status.startTime);
  if (hasSandbox(pod)) return undefined;
  const missing = unmounted(pod, t.node.metadata.name, t.client);
  if (missing.length) {
    for (const { message } of missing) if (message) t.sayOnce(startMs, 'Warning', 'FailedMount', message);
    if (t.nowMs < startMs + MOUNT_PATIENCE_MS) t.again(startMs + MOUNT_PATIENCE_MS, 'background');
    else
      t.sayOnce(
        startMs,
        'Warning',
        'FailedMount',
        `Unable to attach or mount volumes: unmounted volumes=[${missing.map((m) => m.volume).join(' ')}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`,
      );
    return stay(pod.status);
  }
  if (t.nowMs < startMs + SANDBOX_MS) {
    t.again(startMs + SANDBOX_MS);
    return stay(pod.status);
  }
  const podIP = pod.spec.hostNetwork ? (pod.status.hostIP ?? '') : nextAddress();
  if (podIP === undefined) {
    t.sayOnce(
      startMs,
      'Warning',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: failed to allocate for range 0: no IP addresses available in range set',
    );
    return stay(pod.status);
  }
  t.podIP = podIP;
  return stay(containers(t, { podIP, podIPs: [{ ip: podIP }] }));
}

/** What each container is to the pod. */
function partsOf({ metadata, spec }: Pod): { readonly init: readonly Part[]; readonly main: readonly Part[] } {
  const job = metadata.ownerReferences?.some((r) => r.controller && r.kind === 'Job') ?? false;
  const role = (c: Container): Role => (isSidecar(c) ? 'sidecar' : 'init');
  return {
    init: (spec.initContainers ?? []).map((container) => ({ container, role: role(container) })),
    main: spec.containers.map((container) => ({ container, role: job ? 'job' : 'main' })),
  };
}

function containers(t: Turn, network: Partial<Status> = {}): Status {
  const { pod } = t;
  const { init, main } = partsOf(pod);
  const known = statusesOf(pod);
  let sinceMs: Ms | undefined =
    network.podIP === undefined ? instant(podCondition(pod, 'PodReadyToStartContainers')?.lastTransitionTime) : instant(t.now);
  const find = (list: readonly ContainerStatus[], { container }: Part, reason: string) =>
    list.find((s) => s.name === container.name) ?? waitingStatus(container, reason);
  const initStatuses = init.map((p) => {
    const before = find(known.init, p, 'PodInitializing');
    const over = p.role === 'init' && isInitialized(p.container, before);
    const now = over ? before : advance(t, p, before, sinceMs);
    sinceMs =
      sinceMs !== undefined && isInitialized(p.container, now)
        ? Math.max(sinceMs, instant(now.state?.terminated?.finishedAt ?? now.state?.running?.startedAt))
        : undefined;
    return now;
  });
  const begun = known.main.some((s) => s.containerID); // once started, a pod does not go back to its first steps
  const mainStatuses = main.map((p) =>
    advance(t, p, creating(find(known.main, p, 'ContainerCreating'), sinceMs), begun ? (sinceMs ?? 0) : sinceMs),
  );
  return withContainers(t, { init: endSidecars(t, initStatuses, mainStatuses), main: mainStatuses }, network);
}

/** A container that has waited for the first steps to be done is now being created. */
function creating(s: ContainerStatus, sinceMs: Ms | undefined): ContainerStatus {
  return sinceMs !== undefined && s.state?.waiting?.reason === 'PodInitializing'
    ? { ...s, state: { waiting: { reason: 'ContainerCreating' } } }
    : s;
}

/** Sidecars stop when what they accompany has ended for good. */
function endSidecars(t: Turn, init: readonly ContainerStatus[], main: readonly ContainerStatus[]): readonly ContainerStatus[] {
  const { init: parts, main: mainParts } = partsOf(t.pod);
  const done = main.every(
    (s, i) => s.state?.terminated && !restarts(t.pod, (mainParts[i] as Part).container, 'main', s.state.terminated.exitCode),
  );
  if (!done || !parts.some((p) => p.role === 'sidecar')) return init;
  return init.map((s, i) => {
    if (parts[i]?.role !== 'sidecar' || !isRunning(s)) return s;
    t.say('Normal', 'Killing', `Stopping container ${s.name}`, { name: s.name }, true);
    return stopped(s, { atMs: t.nowMs, exitCode: 0 });
  });
}

function deadline(t: Turn): Outcome | undefined {
  const { pod } = t;
  const { activeDeadlineSeconds } = pod.spec;
  if (activeDeadlineSeconds === undefined) return undefined;
  const atMs = instant(pod.status.startTime) + activeDeadlineSeconds * 1000;
  const message = 'Pod was active on the node longer than the specified deadline';
  if (t.nowMs < atMs) {
    t.again(atMs, 'background');
    return undefined;
  }
  t.say('Normal', 'DeadlineExceeded', message);
  const end = (s: ContainerStatus) => (isRunning(s) ? stopped(s, { atMs: t.nowMs, exitCode: 137 }) : s);
  const { init, main } = statusesOf(pod);
  return stay(withContainers(t, { init: init.map(end), main: main.map(end) }, { reason: 'DeadlineExceeded', message }, 'Failed'));
}

function terminate(t: Turn): Outcome {
  const { pod } = t;
  const { init, main } = statusesOf(pod);
  const running = [...main, ...init].filter(isRunning).map((s) => s.name);
  if (!running.length) return { status: pod.status, gone: true };
  const { fromMs, untilMs } = graceOf(pod);
  const ends = stops(t, new Set(running), fromMs, untilMs);
  const lastMs = Math.max(...[...ends.values()].map((e) => e.atMs));
  tellStopping(t, running, fromMs);
  if (t.nowMs < lastMs) {
    t.again(lastMs);
    return stay(pod.status);
  }
  const end = (s: ContainerStatus) => {
    const how = ends.get(s.name);
    return how ? stopped(s, how) : s;
  };
  const statuses = { init: init.map(end), main: main.map(end) };
  const failed = statuses.main.some((s) => (s.state?.terminated?.exitCode ?? 0) !== 0);
  return { status: withContainers(t, statuses, {}, failed ? 'Failed' : 'Succeeded'), gone: true };
}
