/** How one run of a container ends: by itself, for want of memory, or at the hands of a probe. */
import { endOfRun, type ContainerBehaviour } from '#shared/kinds/core/behaviour.ts';
import { amountsOf } from '#shared/kinds/core/pod-requests.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Container } from '#shared/kinds/types.ts';
import type { ProbeTimeline } from './probes.ts';

/** What a container is to its pod: a step before it starts, a companion, what it is for, or a Job's work. */
export type Role = 'init' | 'sidecar' | 'main' | 'job';

/** A container and what it is to its pod. */
export interface Part {
  readonly container: Container;
  readonly role: Role;
}

/** Whether events are about it as one of the pod's initContainers. */
export const isInit = ({ role }: Part): boolean => role === 'init' || role === 'sidecar';

/** The end of a run. */
export interface RunEnding {
  readonly atMs: Ms;
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled';
}

/** What a run depends on beside the container itself. */
export interface Run {
  readonly behaviour: ContainerBehaviour;
  readonly role: Role;
  /** 0 for the first. */
  readonly number: number;
  readonly startMs: Ms;
  /** How long it is given to stop when it is told to. */
  readonly graceMs: Ms;
}

/** Containers that are there to end, and of which nothing is said, end after this long. */
const STEP_MS: Ms = 1000;
const WORK_MS: Ms = 10_000;

/** Killed by a signal: 128 and its number. */
const SIGKILL = 137;
const SIGTERM = 143;

/** When and how the run ends; undefined for one that goes on for good. */
export function endingOf(c: Container, run: Run, probes: ProbeTimeline): RunEnding | undefined {
  const endings = [byItself(run), outOfMemory(c, run), killed(c, run, probes)].filter((e) => e !== undefined);
  return endings.sort((a, b) => a.atMs - b.atMs)[0];
}

function byItself({ behaviour: b, role, number, startMs }: Run): RunEnding | undefined {
  const usual = role === 'init' ? STEP_MS : role === 'job' ? WORK_MS : undefined;
  const after = b.exitAfterMs ?? usual;
  const code = endOfRun(b, number);
  if (after === undefined || code === 'runs') return undefined;
  return { atMs: startMs + after, exitCode: code, reason: code === 0 ? 'Completed' : 'Error' };
}

function outOfMemory({ resources }: Container, { behaviour: b, startMs }: Run): RunEnding | undefined {
  const limit = resources?.limits ? amountsOf(resources.limits)['memory'] : undefined;
  if (!limit) return undefined;
  const spare = limit - (b.memoryAtRest ?? 0);
  if (spare < 0) return { atMs: startMs + b.startupMs, exitCode: SIGKILL, reason: 'OOMKilled' };
  return b.memoryGrowth > 0
    ? { atMs: startMs + Math.ceil((spare / b.memoryGrowth) * 1000), exitCode: SIGKILL, reason: 'OOMKilled' }
    : undefined;
}

/** What hangs does not heed SIGTERM, and is killed when its grace is over. */
function killed(c: Container, { behaviour: b, graceMs, startMs }: Run, { kill }: ProbeTimeline): RunEnding | undefined {
  if (!kill) return undefined;
  const grace = (kill.kind === 'Startup' ? c.startupProbe : c.livenessProbe)?.terminationGracePeriodSeconds;
  const given = grace === undefined ? graceMs : grace * 1000;
  const hangs = b.hangsAfterMs !== undefined && kill.atMs >= startMs + b.hangsAfterMs;
  const heeds = !hangs && b.shutdownMs <= given;
  return { atMs: kill.atMs + (heeds ? b.shutdownMs : given), exitCode: heeds ? SIGTERM : SIGKILL, reason: 'Error' };
}
