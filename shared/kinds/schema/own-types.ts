/**
 * Types that the generated schema does not have: NodePool, and the metrics API, which is not part of Kubernetes' own
 * document. Written as the generated ones are; the TypeScript side is drydock/types.ts and metrics/types.ts.
 */
import type { GeneratedType } from './generated.ts';

const string = { type: 'string' };
const int32 = { type: 'integer', format: 'int32' };
const strings = { type: 'array', items: string };
const quantities = { type: 'map', items: { type: 'quantity' } };
const meta = { apiVersion: string, kind: string, metadata: { ref: 'ObjectMeta' } };
const listOf = (source: string, item: string): GeneratedType => ({
  source,
  fields: { apiVersion: string, items: { type: 'array', items: { ref: item } }, kind: string, metadata: { ref: 'ListMeta' } },
  required: ['items'],
});

export const OWN_TYPES: Readonly<Record<string, GeneratedType>> = {
  NodePool: { source: 'V1NodePool', fields: { ...meta, spec: { ref: 'NodePoolSpec' }, status: { ref: 'NodePoolStatus' } } },
  NodePoolList: listOf('V1NodePoolList', 'NodePool'),
  NodePoolSpec: {
    source: 'V1NodePoolSpec',
    fields: {
      capacity: quantities,
      diskSize: { type: 'quantity' },
      labels: { type: 'map', items: string },
      machineType: string,
      maxReplicas: int32,
      minReplicas: int32,
      provider: string,
      replicas: int32,
      spot: { type: 'boolean' },
      taints: { type: 'array', items: { ref: 'Taint' } },
      zones: strings,
    },
  },
  NodePoolStatus: {
    source: 'V1NodePoolStatus',
    fields: { observedGeneration: { type: 'integer', format: 'int64' }, readyReplicas: int32, replicas: int32, selector: string },
  },
  NodeMetrics: {
    source: 'V1beta1NodeMetrics',
    fields: { ...meta, timestamp: { type: 'time' }, usage: quantities, window: { type: 'duration' } },
    required: ['timestamp', 'usage', 'window'],
  },
  NodeMetricsList: listOf('V1beta1NodeMetricsList', 'NodeMetrics'),
  PodMetrics: {
    source: 'V1beta1PodMetrics',
    fields: {
      ...meta,
      containers: { type: 'array', items: { ref: 'ContainerMetrics' } },
      timestamp: { type: 'time' },
      window: { type: 'duration' },
    },
    required: ['containers', 'timestamp', 'window'],
  },
  PodMetricsList: listOf('V1beta1PodMetricsList', 'PodMetrics'),
  ContainerMetrics: { source: 'V1beta1ContainerMetrics', fields: { name: string, usage: quantities }, required: ['name', 'usage'] },
};

/** What the fields of own types are for, in the manner of generated/descriptions.json. */
export const OWN_DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  NodePool: { '': 'NodePool is a pool of like machines. Its controller makes a Node for each, the way a provider does.' },
  NodePoolSpec: {
    '': 'NodePoolSpec describes the machines of a pool and how many there should be.',
    capacity:
      'capacity is the cpu, memory, ephemeral-storage and pods of one machine. It completes or overrides what the machine type has.',
    diskSize: 'diskSize is the size of the boot disk.',
    labels: 'labels are put on every node of the pool beside the well-known ones.',
    machineType: "machineType is a machine type of the provider's catalogue. It may be left out where capacity is given.",
    maxReplicas: 'maxReplicas is the most machines the cluster autoscaler may grow the pool to.',
    minReplicas: 'minReplicas is the fewest machines the cluster autoscaler may shrink the pool to.',
    provider: "provider is the provider profile that decides machine types, reservations and boot time. Defaults to 'generic'.",
    replicas:
      'replicas is how many machines there should be. The cluster autoscaler writes it where minReplicas and maxReplicas are given. Defaults to 1.',
    spot: 'spot machines may be taken back by the provider.',
    taints: 'taints are put on every node of the pool.',
    zones: 'zones are the zones the machines are spread over.',
  },
  NodePoolStatus: {
    '': 'NodePoolStatus is what has become of a pool.',
    observedGeneration: 'observedGeneration is the generation the controller last acted on.',
    readyReplicas: 'readyReplicas is how many machines are ready.',
    replicas: 'replicas is how many machines there are.',
    selector: "selector selects the pool's nodes by their labels.",
  },
};
