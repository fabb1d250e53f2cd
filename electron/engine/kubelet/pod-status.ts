/** What a pod's containers make of the pod: its phase and conditions. Source: pkg/kubelet (getPhase) and pkg/kubelet/status (generate.go). */
import { isSidecar } from '#shared/kinds/core/pod-requests.ts';
import { withPodCondition, type NewPodCondition } from '#shared/kinds/core/pod-condition.ts';
import type { Container, ContainerStatus, Pod, PodCondition } from '#shared/kinds/types.ts';
import { restarts } from './container-restart.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The statuses of a pod's containers. */
export interface Statuses {
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
}

const find = (list: readonly ContainerStatus[], { name }: Container) => list.find((s) => s.name === name);

/** Whether an init container is done, or a sidecar up. */
export function isInitialized(c: Container, s: ContainerStatus | undefined): boolean {
  return isSidecar(c) ? s?.started === true : s?.state?.terminated?.exitCode === 0;
}

export function phaseOf(pod: Pod, { init, main }: Statuses): Phase {
  const { spec } = pod;
  let pending = false;
  for (const c of spec.initContainers ?? []) {
    if (isSidecar(c)) continue;
    const s = find(init, c);
    const ended = s?.state?.terminated ?? s?.lastState?.terminated;
    if (ended && ended.exitCode !== 0) {
      if (s?.state?.terminated && !restarts(pod, c, 'init', ended.exitCode)) return 'Failed';
      pending = true;
    } else if (!s?.state?.terminated) pending = true;
  }
  for (const c of spec.initContainers ?? [])
    if (isSidecar(c) && !find(init, c)?.started && !find(init, c)?.lastState?.terminated) pending = true;
  if (pending && !main.some((s) => s.state?.running ?? s.lastState?.terminated)) return 'Pending';

  let running = 0;
  let waiting = 0;
  let succeeded = 0;
  let stopped = 0;
  let final = 0;
  for (const c of spec.containers) {
    const s = find(main, c);
    const ended = s?.state?.terminated ?? s?.lastState?.terminated;
    if (s?.state?.running) running++;
    else if (ended) {
      stopped++;
      if (ended.exitCode === 0) succeeded++;
      if (s?.state?.terminated && !restarts(pod, c, 'main', ended.exitCode)) final++;
    } else waiting++;
  }
  if (waiting > 0) return 'Pending';
  if (running > 0 || stopped === 0 || final < stopped) return 'Running';
  return succeeded === stopped ? 'Succeeded' : 'Failed';
}

const listed = (names: readonly string[]): string => `[${names.join(' ')}]`;

function containersReady(pod: Pod, { init, main }: Statuses, phase: Phase): NewPodCondition {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const unready = [
    ...(pod.spec.initContainers ?? []).filter((c) => isSidecar(c) && !find(init, c)?.ready),
    ...pod.spec.containers.filter((c) => !find(main, c)?.ready),
  ].map((c) => c.name);
  return unready.length
    ? { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: ${listed(unready)}` }
    : { type, status: 'True' };
}

function ready(pod: Pod, containers: NewPodCondition): NewPodCondition {
  const type = 'Ready';
  if (containers.status !== 'True') return { ...containers, type };
  const missing = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const c = pod.status.conditions?.find((x) => x.type === conditionType);
    if (!c) return [`corresponding condition of pod readiness gate ${JSON.stringify(conditionType)} does not exist.`];
    return c.status === 'True' ? [] : [`the status of pod readiness gate ${JSON.stringify(conditionType)} is not "True", but ${c.status}`];
  });
  return missing.length
    ? { type, status: 'False', reason: 'ReadinessGatesNotReady', message: missing.join(', ') }
    : { type, status: 'True' };
}

function initialized(pod: Pod, { init, main }: Statuses, phase: Phase): NewPodCondition {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  if (main.some((s) => s.state?.running ?? s.state?.terminated ?? s.lastState?.terminated)) return { type, status: 'True' };
  const left = (pod.spec.initContainers ?? []).filter((c) => !isInitialized(c, find(init, c))).map((c) => c.name);
  return left.length
    ? { type, status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: ${listed(left)}` }
    : { type, status: 'True' };
}

/** The pod's conditions, in the order a kubelet writes them; those of others come after. */
export function conditionsOf(pod: Pod, statuses: Statuses, phase: Phase, hasSandbox: boolean, now: string): readonly PodCondition[] {
  const containers = containersReady(pod, statuses, phase);
  const own: readonly NewPodCondition[] = [
    { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' },
    initialized(pod, statuses, phase),
    ready(pod, containers),
    containers,
    { type: 'PodScheduled', status: 'True' },
  ];
  const named = new Set(own.map((c) => c.type));
  const others = (pod.status.conditions ?? []).filter((c) => !named.has(c.type));
  return [...own.map((c) => same(pod, c, now)), ...others];
}

/** The condition as it is, where it says the same already: a status that changes nothing is not written. */
function same(pod: Pod, c: NewPodCondition, now: string): PodCondition {
  const known = pod.status.conditions?.find((k) => k.type === c.type);
  if (known && known.status === c.status && (known.reason ?? '') === (c.reason ?? '') && (known.message ?? '') === (c.message ?? ''))
    return known;
  return withPodCondition(pod, c, now).find((k) => k.type === c.type) as PodCondition;
}
