/** Conditions of a CustomResourceDefinition. Source: apiextensions' apihelpers SetCRDCondition. */
import { equal } from '#shared/api/json.ts';
import type { CustomResourceDefinitionCondition } from '#shared/kinds/generated/types.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';

/** Whether a condition is there with a status. */
export function conditionIs(d: CustomResourceDefinition, type: string, status: string): boolean {
  return d.status.conditions?.some((c) => c.type === type && c.status === status) ?? false;
}

/** The definition with a condition in its place; `now` is when it turned, where its status is new. The same where nothing changes. */
export function withDefinitionCondition(
  d: CustomResourceDefinition,
  next: Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>,
  now: string,
): CustomResourceDefinition {
  const known = d.status.conditions ?? [];
  const old = known.find((c) => c.type === next.type);
  const condition = { ...next, lastTransitionTime: old?.status === next.status ? (old.lastTransitionTime ?? now) : now };
  if (old && equal(old, condition)) return d;
  return { ...d, status: { ...d.status, conditions: old ? known.map((c) => (c === old ? condition : c)) : [...known, condition] } };
}
