/** Who selects pods by their labels: services, budgets, network policies. */
import type { ApiObject } from '../api/object.ts';
import { equalityMatcher, labelSelectorMatcher, type Matcher } from '../api/selector.ts';
import type { NetworkPolicy, PodDisruptionBudget, Service } from '../kinds/types.ts';
import type { Line } from './box.ts';
import { ownKind } from './own-kind.ts';

/** A selection. */
export interface SelectsPods {
  readonly matches: Matcher;
  readonly line: Line;
  readonly what: string;
}

/** Which pods of its namespace an object selects; undefined where it selects none by its nature. */
export function selectionOf(o: ApiObject): SelectsPods | undefined {
  switch (ownKind(o)) {
    case 'Service': {
      const { selector } = (o as Service).spec;
      return selector && Object.keys(selector).length > 0
        ? { matches: equalityMatcher(selector), line: 'solid', what: 'selects' }
        : undefined;
    }
    case 'PodDisruptionBudget':
      return { matches: labelSelectorMatcher((o as PodDisruptionBudget).spec.selector), line: 'dashed', what: 'protects' };
    case 'NetworkPolicy':
      return { matches: labelSelectorMatcher((o as NetworkPolicy).spec.podSelector ?? {}), line: 'dashed', what: 'isolates' };
    default:
      return undefined;
  }
}
