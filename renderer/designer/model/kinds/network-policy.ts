import { templateOf } from '#shared/graph/pod-template.ts';
import { selectorOf, type Addable } from './addable.ts';

export const networkPolicy: Addable = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  label: 'NetworkPolicy',
  group: 'Network',
  namespaced: true,
  words: 'firewall isolate traffic',
  says: 'Says who may talk to the pods it selects',
  make({ namespace, free, on }) {
    const workload = on && templateOf(on) ? on : undefined;
    const name = free('networking.k8s.io/v1', 'NetworkPolicy', workload ? workload.metadata.name : 'same-namespace');
    return [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name, namespace },
        spec: {
          podSelector: workload ? { matchLabels: selectorOf(workload) } : {},
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: {} }] }],
        },
      },
    ];
  },
};
