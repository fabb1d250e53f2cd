/**
 * What the scheduler wants to know of a pod, worked out once for pods that share their parts.
 * Source: pkg/scheduler/framework (PodInfo) and pkg/scheduler/util (GetHostPorts).
 */
import { canonical, memoByIdentity } from '#shared/api/json.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { claimKeysOf } from '#shared/kinds/core/pod-volume-claims.ts';
import { isSidecar, podRequests, podRequestsForScoring, type Amounts } from '#shared/kinds/core/pod-requests.ts';
import type { Container, Pod, PodSpec, Volume } from '#shared/kinds/types.ts';
import { affinityTerms, type AffinityTerms } from './affinity-terms.ts';

/** A port of the node that a pod takes for itself. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** A pod and the facts about it that decide where it can go. */
export interface PodInfo {
  readonly pod: Pod;
  readonly requests: Amounts;
  /** Requests with an assumed need for containers that state none; used in scores only. */
  readonly scoring: Amounts;
  readonly ports: readonly HostPort[];
  /** Undefined for a pod without any affinity to other pods. */
  readonly affinity: AffinityTerms | undefined;
  /** Local keys ('shop/data') of the claims it mounts, those of its ephemeral volumes included. */
  readonly claims: readonly string[];
  readonly priority: number;
}

/** The scheduler that a pod without a schedulerName gets. */
export const DEFAULT_SCHEDULER = 'default-scheduler';

const NO_PORTS: readonly HostPort[] = Object.freeze([]);

const portsOf = memoByIdentity((containers: readonly Container[]): readonly HostPort[] => {
  const ports = containers.flatMap((c) =>
    (c.ports ?? [])
      .filter((p) => (p.hostPort ?? 0) > 0)
      .map((p): HostPort => ({ ip: p.hostIP || '0.0.0.0', protocol: p.protocol ?? 'TCP', port: p.hostPort as number })),
  );
  return ports.length ? ports : NO_PORTS;
});

const sidecarsOf = memoByIdentity((containers: readonly Container[]): readonly Container[] => Object.freeze(containers.filter(isSidecar)));

function hostPorts(spec: PodSpec): readonly HostPort[] {
  const own = portsOf(spec.containers);
  const beside = spec.initContainers?.length ? portsOf(sidecarsOf(spec.initContainers)) : NO_PORTS;
  return beside.length ? [...beside, ...own] : own;
}

/** The facts about a pod. */
export const podInfo = memoByIdentity((pod: Pod): PodInfo => {
  const { spec } = pod;
  return {
    pod,
    requests: podRequests(spec),
    scoring: podRequestsForScoring(spec),
    ports: hostPorts(spec),
    affinity: affinityTerms(spec.affinity, namespaceOf(pod)),
    claims: claimKeysOf(pod),
    priority: spec.priority ?? 0,
  };
});

/** True once it has run to its end and holds nothing of its node. */
export const isTerminal = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';

let drawn = 0;
const numbers = new Map<string, number>();

/** A short stand-in for a part of a pod: equal parts have equal numbers. */
const numberOf = memoByIdentity((part: object): number => {
  const text = canonical(part);
  let n = numbers.get(text);
  if (n === undefined) {
    if (numbers.size > 50_000) numbers.clear();
    numbers.set(text, (n = ++drawn));
  }
  return n;
});

const part = (o: object | undefined): string => (o === undefined ? '' : String(numberOf(o)));

/** Volumes that the scheduler looks at: a token or a directory on the node decides nothing. */
const deciding = memoByIdentity((volumes: readonly Volume[]): readonly Volume[] =>
  Object.freeze(
    volumes.filter(
      (v) =>
        v.persistentVolumeClaim ??
        v.ephemeral ??
        v.gcePersistentDisk ??
        v.awsElasticBlockStore ??
        v.azureDisk ??
        v.rbd ??
        v.iscsi ??
        v.csi ??
        v.image,
    ),
  ),
);

/**
 * Equal for pods between which the scheduler sees no difference: they fit the same nodes and score them alike.
 * Source: the SignPod of the plugins, on which Kubernetes' opportunistic batching rests.
 */
export function signatureOf(pod: Pod): string {
  const { spec, metadata } = pod;
  const volumes = spec.volumes ? deciding(spec.volumes) : [];
  const owner = metadata.ownerReferences?.find((r) => r.controller);
  return [
    namespaceOf(pod),
    spec.priority ?? 0,
    spec.preemptionPolicy ?? '',
    spec.nodeName ?? '',
    part(metadata.labels),
    part(spec.containers),
    part(spec.initContainers),
    part(spec.overhead),
    part(spec.resources),
    part(spec.nodeSelector),
    part(spec.affinity),
    part(spec.tolerations),
    part(spec.topologySpreadConstraints),
    volumes.length ? part(volumes) + (volumes.some((v) => v.ephemeral) ? metadata.name : '') : '',
    owner ? `${owner.kind} ${owner.uid}` : '',
    spec.hostNetwork ? 'host' : '',
  ].join('|');
}
