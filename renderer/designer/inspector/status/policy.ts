import type { HorizontalPodAutoscaler, Namespace, Node, PodDisruptionBudget, ResourceQuota } from '#shared/kinds/types.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import { controllerOf } from '#shared/api/object.ts';
import { stateOf } from '#shared/graph/state.ts';
import { amountOf } from '#shared/kinds/core/pod-requests.ts';
import { metricText } from '../forms/horizontal-pod-autoscaler.ts';
import { ageOf } from './common.ts';
import { cell, stated, type StatusOf } from './section.ts';

export const autoscalerStatus: StatusOf<HorizontalPodAutoscaler> = (o, view) => [
  {
    title: 'Replicas',
    facts: [
      ...stated('Now', o.status.currentReplicas ?? 0),
      ...stated('Wanted', o.status.desiredReplicas ?? 0),
      ...stated('Bounds', `${o.spec.minReplicas ?? 1} to ${o.spec.maxReplicas}`),
      ...stated('Last scaled', ageOf(o.status.lastScaleTime, view.nowMs) && `${ageOf(o.status.lastScaleTime, view.nowMs)} ago`),
    ],
  },
  ...(o.spec.metrics?.length
    ? [
        {
          title: 'Metrics',
          table: {
            columns: ['Metric', 'Now'],
            rows: o.spec.metrics.map((m, i) => {
              const c = o.status.currentMetrics?.[i];
              const now = (c?.resource ?? c?.containerResource ?? c?.pods ?? c?.object ?? c?.external)?.current;
              return {
                id: String(i),
                cells: [
                  cell(metricText(m)),
                  cell(
                    now?.averageUtilization !== undefined ? `${now.averageUtilization}%` : (now?.averageValue ?? now?.value ?? 'not known'),
                  ),
                ],
              };
            }),
          },
        },
      ]
    : []),
];

export const budgetStatus: StatusOf<PodDisruptionBudget> = (o) => [
  {
    title: 'Budget',
    facts: [
      ...stated('May go now', o.status.disruptionsAllowed ?? 0, { state: (o.status.disruptionsAllowed ?? 0) > 0 ? 'ready' : 'attention' }),
      ...stated('Healthy', `${o.status.currentHealthy ?? 0} of ${o.status.expectedPods ?? 0}`),
      ...stated('Must be healthy', o.status.desiredHealthy ?? 0),
    ],
  },
];

export const quotaStatus: StatusOf<ResourceQuota> = (o) => [
  {
    title: 'Used',
    bars: Object.entries(o.status.hard ?? o.spec.hard ?? {}).map(([name, hard]) => {
      const used = o.status.used?.[name] ?? '0';
      const of = amountOf(name.includes('cpu') ? 'cpu' : name, hard);
      return { label: name, share: of > 0 ? amountOf(name.includes('cpu') ? 'cpu' : name, used) / of : 0, text: `${used} of ${hard}` };
    }),
  },
];

export const namespaceStatus: StatusOf<Namespace> = (o, view) => {
  const kinds = [
    'apps/deployments',
    'apps/statefulsets',
    'apps/daemonsets',
    'batch/jobs',
    'batch/cronjobs',
    'core/pods',
    'core/services',
    'networking.k8s.io/ingresses',
    'core/configmaps',
    'core/secrets',
    'core/persistentvolumeclaims',
  ];
  return [
    {
      title: 'Namespace',
      facts: [
        ...stated('Phase', o.status.phase),
        ...kinds.flatMap((id) => stated(id.slice(id.indexOf('/') + 1), view.list(id, o.metadata.name).length || undefined)),
      ],
    },
  ];
};

export const poolStatus: StatusOf<NodePool> = (o, view) => {
  const nodes = view.list<Node>('core/nodes').filter((n) => controllerOf(n)?.uid === o.metadata.uid);
  return [
    {
      title: 'Machines',
      facts: [
        ...stated('Wanted', o.spec.replicas ?? 0),
        ...stated('There', o.status.replicas ?? 0),
        ...stated('Ready', o.status.readyReplicas ?? 0),
      ],
    },
    ...(nodes.length
      ? [
          {
            title: 'Nodes',
            table: {
              columns: ['Node', 'Is', 'Zone'],
              rows: nodes.map((n) => ({
                id: n.metadata.uid,
                cells: [
                  cell(n.metadata.name, { state: stateOf(n).state, key: view.keyOf(n) }),
                  cell(stateOf(n).reason || 'Ready'),
                  cell(n.metadata.labels?.['topology.kubernetes.io/zone'] ?? ''),
                ],
              })),
            },
          },
        ]
      : []),
  ];
};
