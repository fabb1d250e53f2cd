import type { Addable } from './addable.ts';

export const namespace: Addable = {
  apiVersion: 'v1',
  kind: 'Namespace',
  label: 'Namespace',
  group: 'Cluster',
  namespaced: false,
  words: 'team environment',
  says: 'A place of its own for names, quotas and permissions',
  make: ({ free }) => [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: free('v1', 'Namespace', 'shop') } }],
};
