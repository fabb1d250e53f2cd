/**
 * How many replicas a metric asks for. Pure: samples of pods in, a count out.
 * Source: pkg/controller/podautoscaler (replica_calculator.go).
 */
import { isPodReady, isPodTerminal } from '#shared/kinds/core/pod-availability.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { SAMPLED_EVERY_MS } from '../../metrics/usage.ts';

/** Changes smaller than this part are not worth a rescale. */
export const TOLERANCE = 0.1;
/** For so long after its start a pod's cpu counts only once it is ready. */
const CPU_INITIALISATION_MS: Ms = 300_000;
/** For so long after its start a pod that was never ready does not count as failed. */
const INITIAL_READINESS_MS: Ms = 30_000;

/** How far from the target is still on it, above and below. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** A count, and what the metric came to: its mean for a pod, in the metric's own unit. */
export interface Proposal {
  readonly replicas: number;
  readonly mean: number;
}

/** A pod with what was measured of it; undefined where nothing was. */
export interface Sample {
  readonly pod: Pod;
  readonly value: number | undefined;
}

interface Sorted {
  /** Values that count. */
  readonly measured: readonly number[];
  readonly ready: number;
  readonly missing: readonly Pod[];
  readonly unready: readonly Pod[];
}

/** Sorts pods by what they may say: those that go or have failed say nothing, those that only begin say it is too early. */
function sorted(samples: readonly Sample[], isCpu: boolean, wallMs: Ms): Sorted {
  const measured: number[] = [];
  const missing: Pod[] = [];
  const unready: Pod[] = [];
  for (const { pod, value } of samples) {
    if (pod.metadata.deletionTimestamp !== undefined || pod.status.phase === 'Failed') continue;
    if (pod.status.phase === 'Pending') unready.push(pod);
    else if (value === undefined) missing.push(pod);
    else if (isCpu && isTooEarly(pod, wallMs)) unready.push(pod);
    else measured.push(value);
  }
  return { measured, ready: measured.length, missing, unready };
}

function isTooEarly(pod: Pod, wallMs: Ms): boolean {
  const started = parseTime(pod.status.startTime ?? undefined);
  const condition = podCondition(pod, 'Ready');
  const turned = parseTime(condition?.lastTransitionTime ?? undefined);
  if (started === undefined || turned === undefined) return true;
  const sampledMs = wallMs - (wallMs % SAMPLED_EVERY_MS);
  if (started + CPU_INITIALISATION_MS > wallMs) return !isPodReady(pod) || sampledMs < turned + SAMPLED_EVERY_MS;
  return !isPodReady(pod) && started + INITIAL_READINESS_MS > turned;
}

/** True where a ratio of what is to what should be asks for no change. */
export function within(ratio: number, { up, down }: Tolerances): boolean {
  return ratio >= 1 - down && ratio <= 1 + up;
}

export interface PerPod {
  readonly current: number;
  readonly samples: readonly Sample[];
  readonly target: number;
  /** What stands for the target in a pod of which nothing is measured while there is too much: its whole request. */
  readonly full: number;
  readonly isCpu: boolean;
  readonly tolerances: Tolerances;
  readonly wallMs: Ms;
}

/** So many pods that each has the target's value; undefined where nothing was measured. */
export function countByPods({ current, samples, target, full, isCpu, tolerances, wallMs }: PerPod): Proposal | undefined {
  const { measured, ready, missing, unready } = sorted(samples, isCpu, wallMs);
  if (!measured.length) return undefined;
  const sum = measured.reduce((a, b) => a + b, 0);
  const mean = sum / measured.length;
  const ratio = mean / target;
  const up = unready.length > 0 && ratio > 1;
  if (!up && !missing.length) return { mean, replicas: within(ratio, tolerances) ? current : Math.ceil(ratio * ready) };
  // what is not known is taken to speak against a change
  const assumed = missing.length ? (ratio < 1 ? Math.max(full, target) : 0) * missing.length : 0;
  const counted = measured.length + missing.length + (up ? unready.length : 0);
  const again = (sum + assumed) / counted / target;
  if (within(again, tolerances) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return { mean, replicas: current };
  const replicas = Math.ceil(again * counted);
  return { mean, replicas: (again < 1 && replicas > current) || (again > 1 && replicas < current) ? current : replicas };
}

/** So many pods that a value which is nobody's own comes to the target; `each` shares it among them. */
export function countByValue(
  current: number,
  value: number,
  target: number,
  each: boolean,
  ready: number,
  tolerances: Tolerances,
): Proposal {
  if (each) {
    const ratio = current ? value / (target * current) : Infinity;
    return { mean: value / Math.max(1, current), replicas: current && within(ratio, tolerances) ? current : Math.ceil(value / target) };
  }
  const ratio = value / target;
  if (!current) return { mean: value, replicas: Math.ceil(ratio) };
  return { mean: value, replicas: within(ratio, tolerances) ? current : Math.ceil(ratio * ready) };
}

/** Pods that are running and ready. */
export function readyCount(pods: readonly Pod[]): number {
  return pods.filter((p) => !isPodTerminal(p) && p.status.phase === 'Running' && isPodReady(p)).length;
}
