import { likelyWorkload, portsOf, selectorOf, type Addable } from './addable.ts';

export const service: Addable = {
  apiVersion: 'v1',
  kind: 'Service',
  label: 'Service',
  group: 'Network',
  namespaced: true,
  words: 'address load balancer clusterip',
  says: 'One address for the pods it selects',
  make(c) {
    const workload = likelyWorkload(c);
    const name = c.free('v1', 'Service', workload?.metadata.name ?? 'service');
    const ports = workload ? portsOf(workload) : [];
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: c.namespace },
        spec: {
          selector: workload ? selectorOf(workload) : { app: name },
          ports:
            ports.length > 0
              ? ports.map((p) => ({
                  ...(ports.length > 1 || p.name ? { name: p.name ?? `port-${p.containerPort}` } : {}),
                  port: p.containerPort,
                  targetPort: p.name ?? p.containerPort,
                }))
              : [{ name: 'http', port: 80 }],
        },
      },
    ];
  },
};
