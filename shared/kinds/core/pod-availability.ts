/** Whether a pod counts: is it active, ready, available. Source: pkg/api/v1/pod and pkg/controller (controller_utils.go). */
import { parseTime, type Ms } from '../../api/time.ts';
import type { Pod } from '../types.ts';
import { podCondition } from './pod-condition.ts';

/** All of its containers have ended and none will start again. */
export function isPodTerminal(p: Pick<Pod, 'status'>): boolean {
  return p.status.phase === 'Succeeded' || p.status.phase === 'Failed';
}

/** Neither ended nor being deleted: what counts as a replica. */
export function isPodActive(p: Pod): boolean {
  return p.metadata.deletionTimestamp === undefined && !isPodTerminal(p);
}

/** Being deleted, and still running. */
export function isPodTerminating(p: Pod): boolean {
  return p.metadata.deletionTimestamp !== undefined && !isPodTerminal(p);
}

export function isPodReady(p: Pick<Pod, 'status'>): boolean {
  return podCondition(p, 'Ready')?.status === 'True';
}

/** Since when it is ready, in ms since 1970; undefined where it is not. */
export function podReadySinceMs(p: Pick<Pod, 'status'>): Ms | undefined {
  const c = podCondition(p, 'Ready');
  return c?.status === 'True' ? parseTime(c.lastTransitionTime ?? undefined) : undefined;
}

/** Ready for at least so many seconds at `nowMs` (since 1970). */
export function isPodAvailable(p: Pick<Pod, 'status'>, minReadySeconds: number, nowMs: Ms): boolean {
  return minReadySeconds === 0 ? isPodReady(p) : (podReadySinceMs(p) ?? Infinity) + minReadySeconds * 1000 <= nowMs;
}

/** How long until the first of these pods that are ready becomes available; undefined where none is about to. */
export function nextAvailableInMs(pods: readonly Pod[], minReadySeconds: number, nowMs: Ms): Ms | undefined {
  let next: Ms | undefined;
  if (minReadySeconds > 0)
    for (const p of pods) {
      const since = podReadySinceMs(p);
      const left = since === undefined ? 0 : since + minReadySeconds * 1000 - nowMs;
      if (left > 0 && (next === undefined || left < next)) next = left;
    }
  return next;
}
