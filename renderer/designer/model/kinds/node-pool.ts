import { providerOf } from '#shared/kinds/drydock/providers.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import type { Addable } from './addable.ts';

export const nodePool: Addable = {
  apiVersion: 'drydock.dev/v1',
  kind: 'NodePool',
  label: 'NodePool',
  group: 'Cluster',
  namespaced: false,
  words: 'nodes machines autoscaling group',
  says: 'Machines of one type, as many as you say',
  make({ doc, free }) {
    // A further pool is of the provider that the design already has.
    const provider = providerOf((doc.list('drydock.dev/nodepools')[0] as NodePool | undefined)?.spec.provider);
    return [
      {
        apiVersion: 'drydock.dev/v1',
        kind: 'NodePool',
        metadata: { name: free('drydock.dev/v1', 'NodePool', 'general') },
        spec: { provider: provider.name, machineType: provider.defaultMachine, replicas: 3 },
      },
    ];
  },
};
