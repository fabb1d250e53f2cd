/** How a pod ends that is told to: hooks, SIGTERM, grace, SIGKILL. Source: pkg/kubelet/kuberuntime (killContainer). */
import { formatTime, type Ms } from '#shared/api/time.ts';
import { isSidecar } from '#shared/kinds/core/pod-requests.ts';
import type { Container, ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { instant, type Turn } from './turn.ts';

/** How one container ends: when, and whether by itself. */
export interface Stop {
  readonly atMs: Ms;
  readonly exitCode: number;
}

const SIGKILL = 137;

/** A hook that sleeps takes its time; what others do is not known and taken to be quick. */
const hookMs = ({ lifecycle }: Container): Ms => (lifecycle?.preStop?.sleep?.seconds ?? 0) * 1000;

/** When each running container stops, told to at `fromMs` and given until `untilMs`. Sidecars stop last, the last first. */
export function stops(t: Turn, running: ReadonlySet<string>, fromMs: Ms, untilMs: Ms): ReadonlyMap<string, Stop> {
  const result = new Map<string, Stop>();
  const stop = (c: Container, from: Ms): Ms => {
    const done = from + hookMs(c) + t.behaviour(c.name).shutdownMs;
    const atMs = Math.min(done, Math.max(from, untilMs));
    result.set(c.name, { atMs, exitCode: done <= untilMs ? 0 : SIGKILL });
    return atMs;
  };
  let last = fromMs;
  for (const c of t.pod.spec.containers) if (running.has(c.name)) last = Math.max(last, stop(c, fromMs));
  for (const c of [...(t.pod.spec.initContainers ?? [])].reverse())
    if (running.has(c.name)) last = Math.max(last, stop(c, isSidecar(c) ? last : fromMs));
  return result;
}

/** From when until when a pod that is being deleted has to stop. */
export function graceOf({ metadata }: Pod): { readonly fromMs: Ms; readonly untilMs: Ms } {
  const untilMs = instant(metadata.deletionTimestamp);
  return { fromMs: untilMs - (metadata.deletionGracePeriodSeconds ?? 0) * 1000, untilMs };
}

export const isRunning = (s: ContainerStatus): boolean => s.state?.running !== undefined;

/** A running container as it has stopped. */
export const stopped = (s: ContainerStatus, { atMs, exitCode }: Stop): ContainerStatus => terminated(s, exitCode, formatTime(atMs));

/** The same, at a timestamp. */
export function terminated(s: ContainerStatus, exitCode: number, finishedAt: string): ContainerStatus {
  return {
    ...s,
    ready: false,
    started: false,
    state: {
      terminated: {
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
        startedAt: s.state?.running?.startedAt ?? finishedAt,
        finishedAt,
        containerID: s.containerID ?? '',
      },
    },
  };
}

/** Says that the running containers are being stopped. */
export function tellStopping(t: Turn, running: readonly string[], sinceMs: Ms): void {
  const init = new Set((t.pod.spec.initContainers ?? []).map((c) => c.name));
  for (const name of running) t.sayOnce(sinceMs, 'Normal', 'Killing', `Stopping container ${name}`, { name }, init.has(name));
}
