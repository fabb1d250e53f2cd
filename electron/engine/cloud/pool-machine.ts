/** The machine that a pool is made of, in numbers, and the Node it becomes. */
import { milliOf, unitsOf } from '#shared/api/quantity.ts';
import { controllerReference } from '#shared/api/object.ts';
import { BOOT_MS } from '#shared/kinds/drydock/machine.ts';
import {
  allocatableOf,
  asResources,
  machineTypeOf,
  providerOf,
  type MachineSize,
  type ProviderProfile,
} from '#shared/kinds/drydock/providers.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { DraftOf } from '../apiserver/client.ts';

/** Marks the nodes of a pool, and the provider they come from. */
export const POOL = 'drydock.dev/node-pool';
export const PROVIDER = 'drydock.dev/provider';
const GIB = 1024 ** 3;

/** The size of the pool's machines: the machine type's, with what the pool states itself. */
export function sizeOf({ spec }: Pick<NodePool, 'spec'>): MachineSize {
  const provider = providerOf(spec.provider);
  const type = machineTypeOf(provider, spec.machineType);
  const own = spec.capacity ?? {};
  return {
    cpu: own['cpu'] ? milliOf(own['cpu']) : type.cpus * 1000,
    memory: own['memory'] ? unitsOf(own['memory']) : type.memory * GIB,
    disk: own['ephemeral-storage'] ? unitsOf(own['ephemeral-storage']) : spec.diskSize ? unitsOf(spec.diskSize) : provider.bootDisk,
    pods: own['pods'] ? unitsOf(own['pods']) : type.pods,
  };
}

/** A new Node of the pool, before it has started. Extended resources of the pool's capacity are carried over. */
export function nodeDraft(pool: NodePool, name: string, zone: string | undefined, bootMs: number): DraftOf<Node> {
  const { spec } = pool;
  const provider = providerOf(spec.provider);
  const size = sizeOf(pool);
  const extended = Object.fromEntries(
    Object.entries(spec.capacity ?? {}).filter(([k]) => !['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(k)),
  );
  return {
    metadata: {
      name,
      labels: labelsFor(pool, provider, name, zone),
      annotations: { [BOOT_MS]: String(bootMs) },
      ownerReferences: [controllerReference(pool)],
    },
    spec: { providerID: `${provider.name}:///${zone ?? provider.region}/${name}`, ...(spec.taints?.length ? { taints: spec.taints } : {}) },
    status: {
      capacity: { ...asResources(size), ...extended },
      allocatable: { ...asResources(allocatableOf(provider, size)), ...extended },
    },
  };
}

function labelsFor(
  { metadata, spec }: NodePool,
  provider: ProviderProfile,
  name: string,
  zone: string | undefined,
): Readonly<Record<string, string>> {
  return {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
    [POOL]: metadata.name,
    [PROVIDER]: provider.name,
    ...(spec.capacity && !spec.machineType ? {} : { 'node.kubernetes.io/instance-type': machineTypeOf(provider, spec.machineType).name }),
    ...(zone ? { 'topology.kubernetes.io/region': provider.region, 'topology.kubernetes.io/zone': zone } : {}),
    ...(provider.poolLabel ? { [provider.poolLabel]: metadata.name } : {}),
    ...(spec.spot ? (provider.spotLabels ?? {}) : {}),
    ...spec.labels,
  };
}
