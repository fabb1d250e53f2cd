import { webContainer, type Addable } from './addable.ts';

export const pod: Addable = {
  apiVersion: 'v1',
  kind: 'Pod',
  label: 'Pod',
  group: 'Workloads',
  namespaced: true,
  words: 'container single',
  says: 'A single pod, which nobody replaces when it is lost',
  make({ namespace, free }) {
    const name = free('v1', 'Pod', 'pod');
    return [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name } }, spec: { containers: [webContainer('main')] } },
    ];
  },
};
