import { webContainer, type Addable } from './addable.ts';

export const deployment: Addable = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  label: 'Deployment',
  group: 'Workloads',
  namespaced: true,
  words: 'web app stateless replicas',
  says: 'Pods that are alike, replaced one by one when something about them changes',
  make({ namespace, free }) {
    const name = free('apps/v1', 'Deployment', 'web');
    const labels = { app: name };
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace, labels },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [webContainer(name)] } },
        },
      },
    ];
  },
};
