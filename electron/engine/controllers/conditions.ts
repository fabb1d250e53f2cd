/** Conditions of a workload's status, as its controllers set and remove them. */

/** What all conditions share. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

type Listed<C extends Condition> = readonly C[] | undefined;

/** The condition of a type. */
export function conditionOf<C extends Condition>(conditions: Listed<C>, type: string): C | undefined {
  return conditions?.find((c) => c.type === type);
}

/** True where the condition of a type is there and holds. */
export function holds(conditions: Listed<Condition>, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

/** The conditions without those of a type. */
export function withoutCondition<C extends Condition>(conditions: Listed<C>, type: string): readonly C[] {
  return conditions?.filter((c) => c.type !== type) ?? [];
}

/** The conditions with this one last in place of the one of its type, unless that says the same with the same status and reason. */
export function withCondition<C extends Condition>(conditions: Listed<C>, next: C): readonly C[] {
  const known = conditionOf(conditions, next.type);
  if (known && known.status === next.status && known.reason === next.reason) return conditions ?? [];
  return [...withoutCondition(conditions, next.type), next];
}
