/** A StatefulSet's status. Source: pkg/controller/statefulset (stateful_set_control.go, stateful_set_utils.go). */
import { isTerminating } from '#shared/api/object.ts';
import { isPodAvailable, isPodReady } from '#shared/kinds/core/pod-availability.ts';
import type { ControllerRevision, Pod, StatefulSet } from '#shared/kinds/types.ts';
import { nonZero } from '../counts.ts';
import { revisionOf, wanted } from './identity.ts';

/** The status that follows from the pods. `given` is how many of the current revision were just given up. */
export function statusOf(
  set: StatefulSet,
  pods: readonly Pod[],
  current: ControllerRevision,
  update: ControllerRevision,
  collisions: number,
  given: number,
  nowMs: number,
): StatefulSet['status'] {
  let readyReplicas = 0;
  let availableReplicas = 0;
  let currentReplicas = -given;
  let updatedReplicas = 0;
  for (const p of pods) {
    if (p.status.phase === 'Running' && isPodReady(p)) {
      readyReplicas++;
      if (isPodAvailable(p, set.spec.minReadySeconds ?? 0, nowMs)) availableReplicas++;
    }
    if (isTerminating(p)) continue;
    if (revisionOf(p) === current.metadata.name) currentReplicas++;
    if (revisionOf(p) === update.metadata.name) updatedReplicas++;
  }
  const rolling = set.spec.updateStrategy?.type !== 'OnDelete';
  const all = wanted(set);
  const done = rolling && updatedReplicas === all && readyReplicas === all && pods.length === all;
  return {
    replicas: pods.length,
    availableReplicas,
    collisionCount: collisions,
    ...nonZero({
      observedGeneration: set.metadata.generation ?? 0,
      readyReplicas,
      currentReplicas: done ? updatedReplicas : Math.max(0, currentReplicas),
      updatedReplicas,
    }),
    currentRevision: (done ? update : current).metadata.name,
    updateRevision: update.metadata.name,
  };
}
