import { likelyWorkload, selectorOf, type Addable } from './addable.ts';

export const podDisruptionBudget: Addable = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  label: 'Disruption budget',
  group: 'Storage & scaling',
  namespaced: true,
  words: 'pdb poddisruptionbudget availability drain',
  says: 'How many pods may be taken away at once on purpose',
  make(c) {
    const workload = likelyWorkload(c);
    const name = c.free('policy/v1', 'PodDisruptionBudget', workload?.metadata.name ?? 'budget');
    return [
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name, namespace: c.namespace },
        spec: { maxUnavailable: 1, selector: { matchLabels: workload ? selectorOf(workload) : { app: name } } },
      },
    ];
  },
};
