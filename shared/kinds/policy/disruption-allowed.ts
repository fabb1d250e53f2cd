/** The condition by which a budget says whether a pod may go. Source: component-helpers' apps/poddisruptionbudget. */
import type { Condition } from '../generated/types.ts';
import type { PodDisruptionBudget } from '../types.ts';

export const DISRUPTION_ALLOWED = 'DisruptionAllowed';
export const SYNC_FAILED = 'SyncFailed';

type Status = PodDisruptionBudget['status'];

/** The status with the condition that fits it. `failure` is why it could not be worked out. */
export function withDisruptionAllowed(status: Status, now: string, failure?: string): Status {
  const allowed = failure === undefined && (status.disruptionsAllowed ?? 0) > 0;
  const text = allowed ? 'True' : 'False';
  const old = status.conditions ?? [];
  const i = old.findIndex((c) => c.type === DISRUPTION_ALLOWED);
  const known = old[i];
  const condition: Condition = {
    type: DISRUPTION_ALLOWED,
    status: text,
    observedGeneration: status.observedGeneration ?? 0,
    lastTransitionTime: known?.status === text ? known.lastTransitionTime : now,
    reason: failure === undefined ? (allowed ? 'SufficientPods' : 'InsufficientPods') : SYNC_FAILED,
    message: failure ?? '',
  };
  return { ...status, conditions: i < 0 ? [...old, condition] : old.with(i, condition) };
}
