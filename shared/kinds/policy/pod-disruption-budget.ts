/** PodDisruptionBudget. */
import { defineKind } from '../definition.ts';
import type { PodDisruptionBudget } from '../types.ts';

export const podDisruptionBudgets = defineKind<PodDisruptionBudget>({
  apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', shortNames: ['pdb'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
