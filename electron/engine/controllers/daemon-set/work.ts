/** One look at a DaemonSet: its nodes, its pods on each of them, and what both come to. */
import { scaledValue } from '#shared/api/int-or-string.ts';
import { isPodAvailable, isPodReady } from '#shared/kinds/core/pod-availability.ts';
import type { DaemonSet, Node, Pod, PodSpec } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { REVISION_LABEL } from '../revisions.ts';
import { nodeOf, placeOn, type Place } from './placement.ts';

/** A node with the pods there, oldest first. */
export interface Post extends Place {
  readonly node: string;
  readonly pods: readonly Pod[];
}

export interface Work {
  readonly client: Client;
  readonly set: DaemonSet;
  readonly spec: PodSpec;
  /** The hash of the present template. */
  readonly hash: string;
  /** Every node of the cluster, in order of name. */
  readonly posts: readonly Post[];
  /** Pods of nodes that are not there any more: the pod garbage collector takes care of those that ran there. */
  readonly lost: readonly Pod[];
}

const byAge = (a: Pod, b: Pod): number => {
  const x = a.metadata.creationTimestamp;
  const y = b.metadata.creationTimestamp;
  return x === y ? (a.metadata.name < b.metadata.name ? -1 : 1) : x < y ? -1 : 1;
};

export function workOn(client: Client, set: DaemonSet, spec: PodSpec, hash: string, nodes: readonly Node[], members: readonly Pod[]): Work {
  const byNode = Map.groupBy(members, nodeOf);
  const posts = nodes.map((n): Post => ({
    node: n.metadata.name,
    pods: (byNode.get(n.metadata.name) ?? []).toSorted(byAge),
    ...placeOn(spec, n),
  }));
  const known = new Set(posts.map((p) => p.node));
  return { client, set, spec, hash, posts, lost: members.filter((p) => !known.has(nodeOf(p))) };
}

/** True for a pod of the present template. */
export function isUpdated({ set, hash }: Work, pod: Pod): boolean {
  const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'];
  return (
    pod.metadata.labels?.[REVISION_LABEL] === hash ||
    (generation !== undefined && pod.metadata.labels?.['pod-template-generation'] === generation)
  );
}

export function isAvailable({ set, client }: Work, pod: Pod): boolean {
  return isPodReady(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, client.wallMs);
}

/** How many pods may be missing and how many may be doubled while a new template is rolled out. */
export function rollingAmounts({ set, posts }: Work): { readonly maxUnavailable: number; readonly maxSurge: number } {
  const { maxUnavailable, maxSurge } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const desired = posts.filter((p) => p.runs).length;
  const surge = set.spec.updateStrategy?.type === 'RollingUpdate' ? scaledValue(maxSurge, desired, 'up') : 0;
  const missing = scaledValue(maxUnavailable ?? 1, desired, 'up');
  return { maxSurge: surge, maxUnavailable: missing === 0 && surge === 0 ? 1 : missing };
}
