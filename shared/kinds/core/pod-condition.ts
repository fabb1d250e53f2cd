/** Conditions of a pod. Source: pkg/api/v1/pod (UpdatePodCondition, CalculatePodConditionObservedGeneration). */
import { NO_TIME } from '../../api/time.ts';
import type { Pod, PodCondition } from '../types.ts';

/** What is to be said; times and generation follow. */
export interface NewPodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

/** The condition of a type, if the pod has it. */
export function podCondition(pod: Pick<Pod, 'status'>, type: string): PodCondition | undefined {
  return pod.status.conditions?.find((c) => c.type === type);
}

/** The pod's conditions with this one in its place (last, if it is new). Its transition time moves only with its status. */
export function withPodCondition(pod: Pod, { type, status, reason, message }: NewPodCondition, now: string): readonly PodCondition[] {
  const conditions = pod.status.conditions ?? [];
  const i = conditions.findIndex((c) => c.type === type);
  const known = conditions[i];
  const next: PodCondition = {
    type,
    status,
    lastProbeTime: known?.lastProbeTime ?? NO_TIME,
    lastTransitionTime: known?.status === status && known.lastTransitionTime ? known.lastTransitionTime : now,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
  return i < 0 ? [...conditions, next] : conditions.with(i, next);
}
