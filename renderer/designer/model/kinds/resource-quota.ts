import type { Addable } from './addable.ts';

export const resourceQuota: Addable = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  label: 'Quota',
  group: 'Cluster',
  namespaced: true,
  words: 'resourcequota limit budget',
  says: 'How much a namespace may ask for in all',
  make({ namespace, free }) {
    return [
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: free('v1', 'ResourceQuota', 'quota'), namespace },
        spec: { hard: { 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '40' } },
      },
    ];
  },
};
