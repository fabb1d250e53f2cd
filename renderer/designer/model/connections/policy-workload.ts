import { equal } from '#shared/api/json.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { NetworkPolicy } from '#shared/kinds/types.ts';
import { changes, Refusal } from '../design.ts';
import { selectorOf } from '../kinds/addable.ts';
import type { Connection } from './connection.ts';

/** A network policy isolates the pods of a workload. */
export const policyWorkload: Connection = {
  id: 'policy-workload',
  fits: (from, to) => from.kind === 'NetworkPolicy' && templateOf(to) !== undefined,
  connect(from, to) {
    const policy = from as NetworkPolicy;
    const podSelector = { matchLabels: selectorOf(to) };
    if (Object.keys(podSelector.matchLabels).length === 0)
      throw new Refusal(`The pods of ${to.metadata.name} have no labels to select them by.`);
    return equal(policy.spec.podSelector, podSelector)
      ? []
      : changes(from, { ...policy, spec: { ...policy.spec, podSelector } } as NetworkPolicy);
  },
};
