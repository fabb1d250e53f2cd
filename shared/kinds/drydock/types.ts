/** The types of Drydock's own kinds, in the manner of the generated ones; `schema.ts` beside says the same as data. */
import type { ObjectMeta, Taint } from '../generated/types.ts';
import type { Live } from '../../api/object.ts';

/** A pool of like machines, sized by count or by an autoscaler between bounds. */
export interface NodePoolSpec {
  /** A provider profile of the catalogue: decides machine types, reservations, boot time. 'generic' unless given. */
  readonly provider?: string;
  /** A machine type of the provider's catalogue, or absent where `capacity` is given. */
  readonly machineType?: string;
  /** cpu, memory, ephemeral-storage and pods of one machine; completes or overrides the machine type's. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** How many machines there should be. The autoscaler writes it where minReplicas and maxReplicas are given. */
  readonly replicas?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  /** Machines are spread over these, round about. */
  readonly zones?: readonly string[];
  /** Put on every node beside the well-known ones. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Boot disk, a quantity. */
  readonly diskSize?: string;
  /** Machines that the provider may take back. */
  readonly spot?: boolean;
}

export interface NodePoolStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly selector?: string;
  readonly observedGeneration?: number;
}

export interface NodePoolObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly spec: NodePoolSpec;
  readonly status?: NodePoolStatus;
}

export type NodePool = Live<NodePoolObject>;
