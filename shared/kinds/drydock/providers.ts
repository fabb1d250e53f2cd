/**
 * Providers and their machines, as far as a design depends on them: sizes, what the provider keeps back of a machine,
 * how long one takes to start, how many pods and disks it bears. Figures as the providers publish them; they serve to
 * size a design, not to bill it.
 */
import { formatQuantity, milliQuantity, quantity } from '../../api/quantity.ts';
import type { Ms } from '../../api/time.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** A machine type. */
export interface MachineType {
  readonly name: string;
  readonly cpus: number;
  /** GiB. */
  readonly memory: number;
  /** The most pods its kubelet runs. */
  readonly pods: number;
  /** The most disks that can be attached beside the boot disk. */
  readonly disks: number;
}

/** What is kept back of a machine, in thousandths of a cpu and bytes. */
export interface Reservation {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

/** A provider as a design sees it. */
export interface ProviderProfile {
  readonly name: string;
  readonly label: string;
  /** Where machines stand unless a pool names zones of its own. */
  readonly region: string;
  readonly zones: readonly string[];
  readonly machines: readonly MachineType[];
  readonly defaultMachine: string;
  /** Bytes, unless a pool says otherwise. */
  readonly bootDisk: number;
  readonly bootMs: { readonly min: Ms; readonly max: Ms };
  /** The CSI driver of its disks and the storage class that a cluster begins with. */
  readonly diskDriver: string;
  readonly storageClass: string;
  /** From asking for a load balancer to its address. */
  readonly loadBalancerMs: { readonly min: Ms; readonly max: Ms };
  /** Labels by which it marks the nodes of a pool and machines that it may take back. */
  readonly poolLabel?: string;
  readonly spotLabels?: Readonly<Record<string, string>>;
  reserve(m: { readonly cpu: number; readonly memory: number; readonly disk: number; readonly pods: number }): Reservation;
}

const machine = (name: string, cpus: number, memory: number, disks: number, pods = 110): MachineType => ({
  name,
  cpus,
  memory,
  pods,
  disks,
});

/** Bands of a progressive reservation: so much of each part. */
function progressive(amount: number, bands: readonly (readonly [upTo: number, part: number])[]): number {
  let kept = 0;
  let from = 0;
  for (const [upTo, part] of bands) {
    kept += Math.max(0, Math.min(amount, upTo) - from) * part;
    from = upTo;
  }
  return kept;
}

/** 6% of the first cpu, 1% of the second, half a percent of the next two, a quarter of what is above. GKE's, and EKS's after it. */
const cpuByBands = (cpu: number): number =>
  Math.ceil(
    progressive(cpu, [
      [1000, 0.06],
      [2000, 0.01],
      [4000, 0.005],
      [Infinity, 0.0025],
    ]),
  );

/** The kubelet evicts pods before less than this is free. */
const EVICTION_MEMORY = 100 * MIB;
const EVICTION_DISK = 0.1;

const generic: ProviderProfile = {
  name: 'generic',
  label: 'Any machines',
  region: 'local',
  zones: [],
  machines: [
    machine('small', 2, 4, 16),
    machine('medium', 4, 16, 16),
    machine('large', 8, 32, 16),
    machine('xlarge', 16, 64, 16),
    machine('2xlarge', 32, 128, 16),
  ],
  defaultMachine: 'medium',
  bootDisk: 100 * GIB,
  bootMs: { min: 30_000, max: 45_000 },
  diskDriver: 'drydock.dev/disk',
  storageClass: 'standard',
  loadBalancerMs: { min: 5000, max: 10_000 },
  reserve: ({ disk }) => ({ cpu: 0, memory: EVICTION_MEMORY, disk: disk * EVICTION_DISK }),
};

const gke: ProviderProfile = {
  name: 'gke',
  label: 'Google Kubernetes Engine',
  region: 'europe-west1',
  zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  machines: [
    machine('e2-medium', 2, 4, 15),
    machine('e2-standard-2', 2, 8, 127),
    machine('e2-standard-4', 4, 16, 127),
    machine('e2-standard-8', 8, 32, 127),
    machine('e2-standard-16', 16, 64, 127),
    machine('n2-standard-2', 2, 8, 127),
    machine('n2-standard-4', 4, 16, 127),
    machine('n2-standard-8', 8, 32, 127),
    machine('n2-standard-16', 16, 64, 127),
    machine('n2-standard-32', 32, 128, 127),
    machine('n2-highmem-4', 4, 32, 127),
    machine('n2-highmem-8', 8, 64, 127),
    machine('n2-highcpu-8', 8, 8, 127),
    machine('n2-highcpu-16', 16, 16, 127),
  ],
  defaultMachine: 'e2-standard-4',
  bootDisk: 100 * GIB,
  bootMs: { min: 60_000, max: 90_000 },
  diskDriver: 'pd.csi.storage.gke.io',
  storageClass: 'standard-rwo',
  loadBalancerMs: { min: 30_000, max: 50_000 },
  poolLabel: 'cloud.google.com/gke-nodepool',
  spotLabels: { 'cloud.google.com/gke-spot': 'true' },
  reserve: ({ cpu, memory, disk }) => ({
    cpu: cpuByBands(cpu),
    memory:
      (memory < GIB
        ? 255 * MIB
        : progressive(memory, [
            [4 * GIB, 0.25],
            [8 * GIB, 0.2],
            [16 * GIB, 0.1],
            [128 * GIB, 0.06],
            [Infinity, 0.02],
          ])) + EVICTION_MEMORY,
    disk: disk * EVICTION_DISK + Math.min(disk * 0.5, 6 * GIB + disk * 0.35, 100 * GIB),
  }),
};

const eks: ProviderProfile = {
  name: 'eks',
  label: 'Amazon Elastic Kubernetes Service',
  region: 'eu-west-1',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  machines: [
    machine('t3.medium', 2, 4, 25, 17),
    machine('t3.large', 2, 8, 25, 35),
    machine('t3.xlarge', 4, 16, 24, 58),
    machine('t3.2xlarge', 8, 32, 24, 58),
    machine('m6i.large', 2, 8, 25, 29),
    machine('m6i.xlarge', 4, 16, 24, 58),
    machine('m6i.2xlarge', 8, 32, 24, 58),
    machine('m6i.4xlarge', 16, 64, 20, 234),
    machine('m6i.8xlarge', 32, 128, 20, 234),
    machine('c6i.large', 2, 4, 25, 29),
    machine('c6i.xlarge', 4, 8, 24, 58),
    machine('c6i.2xlarge', 8, 16, 24, 58),
    machine('r6i.large', 2, 16, 25, 29),
    machine('r6i.xlarge', 4, 32, 24, 58),
    machine('r6i.2xlarge', 8, 64, 24, 58),
  ],
  defaultMachine: 'm6i.large',
  bootDisk: 20 * GIB,
  bootMs: { min: 60_000, max: 100_000 },
  diskDriver: 'ebs.csi.aws.com',
  storageClass: 'gp3',
  loadBalancerMs: { min: 60_000, max: 120_000 },
  poolLabel: 'eks.amazonaws.com/nodegroup',
  spotLabels: { 'eks.amazonaws.com/capacityType': 'SPOT' },
  reserve: ({ cpu, disk, pods }) => ({
    cpu: cpuByBands(cpu),
    memory: (255 + 11 * pods) * MIB + EVICTION_MEMORY,
    disk: disk * EVICTION_DISK + GIB,
  }),
};

/** Thousandths of a cpu that AKS keeps, by the number of cpus. */
const AKS_CPU: readonly (readonly [cpus: number, kept: number])[] = [
  [1, 60],
  [2, 100],
  [4, 140],
  [8, 180],
  [16, 260],
  [32, 420],
  [64, 740],
];

const aks: ProviderProfile = {
  name: 'aks',
  label: 'Azure Kubernetes Service',
  region: 'westeurope',
  zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
  machines: [
    machine('Standard_B2s', 2, 4, 4),
    machine('Standard_B4ms', 4, 16, 8),
    machine('Standard_D2s_v5', 2, 8, 4),
    machine('Standard_D4s_v5', 4, 16, 8),
    machine('Standard_D8s_v5', 8, 32, 16),
    machine('Standard_D16s_v5', 16, 64, 32),
    machine('Standard_D32s_v5', 32, 128, 32),
    machine('Standard_E4s_v5', 4, 32, 8),
    machine('Standard_E8s_v5', 8, 64, 16),
    machine('Standard_F8s_v2', 8, 16, 16),
  ],
  defaultMachine: 'Standard_D4s_v5',
  bootDisk: 128 * GIB,
  bootMs: { min: 90_000, max: 150_000 },
  diskDriver: 'disk.csi.azure.com',
  storageClass: 'managed-csi',
  loadBalancerMs: { min: 20_000, max: 60_000 },
  poolLabel: 'kubernetes.azure.com/agentpool',
  spotLabels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
  reserve: ({ cpu, memory, disk, pods }) => ({
    cpu: AKS_CPU.find(([cpus]) => cpu <= cpus * 1000)?.[1] ?? 740,
    memory: Math.min(20 * MIB * pods + 50 * MIB, memory * 0.25) + EVICTION_MEMORY,
    disk: disk * EVICTION_DISK,
  }),
};

/** The providers a pool may name. */
export const providers: readonly ProviderProfile[] = [generic, gke, eks, aks];

/** A provider by name; machines of no provider in particular where it is unknown. */
export function providerOf(name: string | undefined): ProviderProfile {
  return providers.find((p) => p.name === name) ?? generic;
}

/** A machine type of a provider; its usual one where the name is not given or unknown. */
export function machineTypeOf(p: ProviderProfile, name: string | undefined): MachineType {
  return p.machines.find((m) => m.name === name) ?? (p.machines.find((m) => m.name === p.defaultMachine) as MachineType);
}

/** A machine in numbers: thousandths of a cpu, bytes, pods. */
export interface MachineSize {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly pods: number;
}

/** What pods may have of a machine, as a Node states it. */
export function allocatableOf(p: ProviderProfile, size: MachineSize): MachineSize {
  const kept = p.reserve(size);
  const left = (all: number, less: number) => Math.max(0, Math.floor(all - less));
  return { cpu: left(size.cpu, kept.cpu), memory: left(size.memory, kept.memory), disk: left(size.disk, kept.disk), pods: size.pods };
}

/** Amounts as a Node's status writes them. */
export function asResources({ cpu, memory, disk, pods }: MachineSize): Readonly<Record<string, string>> {
  const kib = (n: number) => formatQuantity(quantity(Math.floor(n / 1024) * 1024, 'BinarySI'));
  return { cpu: formatQuantity(milliQuantity(cpu)), memory: kib(memory), 'ephemeral-storage': kib(disk), pods: String(pods) };
}
