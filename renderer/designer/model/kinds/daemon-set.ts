import { REQUESTS, type Addable } from './addable.ts';

export const daemonSet: Addable = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  label: 'DaemonSet',
  group: 'Workloads',
  namespaced: true,
  words: 'agent logs every node',
  says: 'One pod on every node',
  make({ namespace, free }) {
    const name = free('apps/v1', 'DaemonSet', 'agent');
    const labels = { app: name };
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name, namespace, labels },
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name, image: 'fluent/fluent-bit:4.0', resources: REQUESTS }] } },
        },
      },
    ];
  },
};
