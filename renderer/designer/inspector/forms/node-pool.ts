import type { NodePool } from '#shared/kinds/drydock/types.ts';
import { allocatableOf, machineTypeOf, providerOf, providers, type MachineSize } from '#shared/kinds/drydock/providers.ts';
import { amountOf } from '#shared/kinds/core/pod-requests.ts';
import { fact, field, type CuratedForm } from './curated.ts';
import { bytesText, cpuText, labelsText, resourcesText, taintsText } from './words.ts';

/** The size of one machine of a pool: its type's, with what the pool says itself put over it. */
export function sizeOf({ spec }: NodePool): MachineSize {
  const p = providerOf(spec.provider);
  const m = machineTypeOf(p, spec.machineType);
  const own = (name: string) => (spec.capacity?.[name] === undefined ? undefined : amountOf(name, spec.capacity[name]));
  return {
    cpu: own('cpu') ?? m.cpus * 1000,
    memory: own('memory') ?? m.memory * 2 ** 30,
    pods: own('pods') ?? m.pods,
    disk: own('ephemeral-storage') ?? (spec.diskSize === undefined ? p.bootDisk : amountOf('memory', spec.diskSize)),
  };
}

const pool = (o: unknown) => o as NodePool;

export const nodePool: CuratedForm = {
  kind: 'NodePool',
  sections: [
    {
      title: '',
      fields: [
        field('Provider', 'spec.provider', { options: () => providers.map((p) => p.name), locked: () => 'cannot be changed' }),
        field('Machine type', 'spec.machineType', {
          options: ({ object }) => providerOf(pool(object).spec.provider).machines.map((m) => m.name),
        }),
        field('Count', 'spec.replicas', {
          locked: ({ object }) => (pool(object).spec.maxReplicas !== undefined ? 'set by the cluster autoscaler' : undefined),
        }),
        field('At least', 'spec.minReplicas'),
        field('At most', 'spec.maxReplicas', { note: (v) => (v === undefined ? 'no bounds: the count stays as it is' : undefined) }),
        field('Zones', 'spec.zones', { summary: (v: readonly string[] | undefined) => (v ?? []).join(', ') }),
        field('Disk', 'spec.diskSize', { note: (v, { object }) => (v ? undefined : bytesText(sizeOf(pool(object)).disk)) }),
        field('Spot', 'spec.spot'),
        field('Labels', 'spec.labels', { summary: labelsText }),
        field('Taints', 'spec.taints', { summary: taintsText }),
        field('Capacity', 'spec.capacity', { rare: true, summary: resourcesText }),
      ],
    },
    {
      title: 'One machine',
      fields: [
        fact('Machine', ({ object }) => sizeText(sizeOf(pool(object)))),
        fact('For pods', ({ object }) => sizeText(allocatableOf(providerOf(pool(object).spec.provider), sizeOf(pool(object))))),
        fact('System keeps', ({ object }) => keptText(pool(object))),
      ],
    },
  ],
};

function sizeText(s: MachineSize): string {
  return `${cpuText(s.cpu)} · ${bytesText(s.memory)} · ${s.pods} pods`;
}

function keptText(o: NodePool): string {
  const all = sizeOf(o);
  const left = allocatableOf(providerOf(o.spec.provider), all);
  return `${cpuText(all.cpu - left.cpu)} · ${bytesText(all.memory - left.memory)}`;
}
