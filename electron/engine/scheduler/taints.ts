/** Taints and tolerations. Source: component-helpers' scheduling/corev1 and api/core/v1 (ToleratesTaint). */
import { memoByIdentity } from '#shared/api/json.ts';
import type { Taint, Toleration } from '#shared/kinds/types.ts';

type Given = Pick<Taint, 'key' | 'effect' | 'value'>;

/** Is the taint tolerated by this toleration? An empty effect means all effects, an empty key with Exists all keys. */
export function toleratesTaint(t: Toleration, taint: Given): boolean {
  if (t.effect && t.effect !== taint.effect) return false;
  if (t.key && t.key !== taint.key) return false;
  return t.operator === 'Exists' || ((!t.operator || t.operator === 'Equal') && (t.value ?? '') === (taint.value ?? ''));
}

/** Does one of the tolerations bear with the taint? */
export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Given): boolean {
  return tolerations?.some((t) => toleratesTaint(t, taint)) ?? false;
}

/** Taints that keep new pods away. */
export const hardTaints = memoByIdentity((taints: readonly Taint[]): readonly Taint[] =>
  Object.freeze(taints.filter((t) => t.effect === 'NoSchedule' || t.effect === 'NoExecute')),
);

/** True if a taint keeps the pod from being placed there. */
export function keptAway(tolerations: readonly Toleration[] | undefined, taints: readonly Taint[] | undefined): boolean {
  return taints !== undefined && hardTaints(taints).some((taint) => !tolerates(tolerations, taint));
}
