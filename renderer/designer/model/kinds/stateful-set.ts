import { REQUESTS, type Addable } from './addable.ts';

export const statefulSet: Addable = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  label: 'StatefulSet',
  group: 'Workloads',
  namespaced: true,
  words: 'database storage claim ordered',
  says: 'Pods with a name and a volume of their own, started one after the other',
  make({ namespace, free }) {
    const name = free('apps/v1', 'StatefulSet', 'db');
    const labels = { app: name };
    const ports = [{ name: 'valkey', containerPort: 6379 }];
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name, namespace, labels },
        spec: {
          serviceName: name,
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              containers: [
                {
                  name,
                  image: 'valkey/valkey:8.1',
                  ports,
                  resources: REQUESTS,
                  volumeMounts: [{ name: 'data', mountPath: '/data' }],
                  readinessProbe: { tcpSocket: { port: 'valkey' }, periodSeconds: 5 },
                },
              ],
            },
          },
          volumeClaimTemplates: [
            { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } },
          ],
        },
      },
      // Its pods are found by name through a service that gives no address of its own.
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: free('v1', 'Service', name), namespace, labels },
        spec: { clusterIP: 'None', selector: labels, ports: [{ name: 'valkey', port: 6379 }] },
      },
    ];
  },
};
