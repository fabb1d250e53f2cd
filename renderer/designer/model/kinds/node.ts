import { allocatableOf, asResources, machineTypeOf, providerOf } from '#shared/kinds/drydock/providers.ts';
import type { Addable } from './addable.ts';

const GIB = 1024 ** 3;

export const node: Addable = {
  apiVersion: 'v1',
  kind: 'Node',
  label: 'Node',
  group: 'Cluster',
  namespaced: false,
  words: 'machine server worker',
  says: 'A single machine that belongs to no pool',
  make({ free }) {
    const name = free('v1', 'Node', 'node-1');
    const provider = providerOf(undefined);
    const machine = machineTypeOf(provider, undefined);
    const size = { cpu: machine.cpus * 1000, memory: machine.memory * GIB, disk: provider.bootDisk, pods: machine.pods };
    return [
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name, labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name } },
        spec: {},
        status: { capacity: asResources(size), allocatable: asResources(allocatableOf(provider, size)) },
      },
    ];
  },
};
