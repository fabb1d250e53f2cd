import { equal } from '#shared/api/json.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { PodDisruptionBudget } from '#shared/kinds/types.ts';
import { changes, Refusal } from '../design.ts';
import { selectorOf } from '../kinds/addable.ts';
import type { Connection } from './connection.ts';

/** A disruption budget protects the pods of a workload. */
export const budgetWorkload: Connection = {
  id: 'budget-workload',
  fits: (from, to) => from.kind === 'PodDisruptionBudget' && templateOf(to) !== undefined,
  connect(from, to) {
    const budget = from as PodDisruptionBudget;
    const matchLabels = selectorOf(to);
    if (Object.keys(matchLabels).length === 0) throw new Refusal(`The pods of ${to.metadata.name} have no labels to select them by.`);
    if (equal(budget.spec.selector, { matchLabels })) return [];
    return changes(from, { ...budget, spec: { ...budget.spec, selector: { matchLabels } } } as PodDisruptionBudget);
  },
};
