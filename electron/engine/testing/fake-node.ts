/** Nodes as tests and recorded cases add them: their capacity is given, they are ready at once and start pods at once. */
import type { Draft } from '#shared/api/object.ts';
import type { Labels } from '#shared/api/selector.ts';
import type { Taint } from '#shared/kinds/types.ts';

/** What a fake node has. */
export interface FakeNode {
  /** Quantities; 4 cpus, 16Gi and 110 pods unless given. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly zone?: string;
  readonly labels?: Labels;
  readonly taints?: readonly Taint[];
}

/** The annotation that makes a node one that nobody has to run. */
const FAKE_NODE = 'kwok.x-k8s.io/node';

/** The manifest of a fake node. */
export function fakeNode(
  name: string,
  { cpu = '4', memory = '16Gi', pods = '110', zone, labels, taints }: FakeNode = {},
): Draft & { readonly [key: string]: unknown } {
  const capacity = { cpu, memory, pods };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { [FAKE_NODE]: 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}),
        ...labels,
      },
    },
    spec: taints ? { taints } : {},
    status: { capacity, allocatable: capacity },
  };
}
