import type { Deployment } from '#shared/kinds/types.ts';
import { likelyWorkload, type Addable } from './addable.ts';

export const horizontalPodAutoscaler: Addable = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  label: 'Autoscaler',
  group: 'Storage & scaling',
  namespaced: true,
  words: 'hpa horizontalpodautoscaler scale',
  says: 'Keeps the load of a workload by changing how many pods it has',
  make(c) {
    const workload = likelyWorkload(c);
    const name = c.free('autoscaling/v2', 'HorizontalPodAutoscaler', workload?.metadata.name ?? 'web');
    const replicas = (workload as Deployment | undefined)?.spec.replicas ?? 1;
    return [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name, namespace: c.namespace },
        spec: {
          scaleTargetRef: {
            apiVersion: workload?.apiVersion ?? 'apps/v1',
            kind: workload?.kind ?? 'Deployment',
            name: workload?.metadata.name ?? 'web',
          },
          minReplicas: Math.max(1, replicas),
          maxReplicas: Math.max(4, replicas * 3),
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
        },
      },
    ];
  },
};
