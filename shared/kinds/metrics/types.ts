/** The types of the metrics API, in the manner of the generated ones. Source: k8s.io/metrics/pkg/apis/metrics/v1beta1. */
import type { ObjectMeta } from '../generated/types.ts';
import type { Live } from '../../api/object.ts';

/** Quantities by resource: cpu, memory. */
export type ResourceUsage = Readonly<Record<string, string>>;

export interface ContainerMetrics {
  readonly name?: string;
  readonly usage?: ResourceUsage;
}

/** What the containers of a pod used in the window before an instant. */
export type PodMetrics = Live<{
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly timestamp?: string;
  readonly window?: string;
  readonly containers?: readonly ContainerMetrics[];
}>;

/** What a node used in the window before an instant. */
export type NodeMetrics = Live<{
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly timestamp?: string;
  readonly window?: string;
  readonly usage?: ResourceUsage;
}>;
