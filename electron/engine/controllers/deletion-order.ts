/** Which pods a workload gives up first. Source: pkg/controller's ActivePods and ActivePodsWithRanks. */
import { isPodActive, isPodReady, podReadySinceMs } from '#shared/kinds/core/pod-availability.ts';
import { isSidecar } from '#shared/kinds/core/pod-requests.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import type { ContainerStatus, Pod } from '#shared/kinds/types.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** What a pod is judged by, made once for all comparisons. The smaller goes first. */
interface Standing {
  readonly pod: Pod;
  readonly assigned: number;
  readonly phase: number;
  readonly ready: number;
  readonly cost: number;
  /** How many related pods run on its node. */
  readonly beside: number;
  readonly readySince: Ms | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly created: Ms;
}

/** The first `count` of `pods` to be deleted. `related` are the pods of the same workload, these and others. */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, nowMs: Ms): readonly Pod[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const p of related) if (isPodActive(p)) onNode.set(p.spec.nodeName ?? '', (onNode.get(p.spec.nodeName ?? '') ?? 0) + 1);
  return pods
    .map((p) => standing(p, onNode.get(p.spec.nodeName ?? '') ?? 0))
    .sort((a, b) => compare(a, b, nowMs))
    .slice(0, count)
    .map((s) => s.pod);
}

/** Pods in the order in which a Job gives them up: by how far they have come, whatever their cost and neighbours. */
export function leastUsefulFirst(pods: readonly Pod[]): readonly Pod[] {
  const exactly = (x: Ms | undefined, y: Ms | undefined) =>
    x === y ? 0 : x === undefined || y === undefined ? (x === undefined ? -1 : 1) : y - x;
  return pods
    .map((p) => standing(p, 0))
    .sort(
      (a, b) =>
        progress(a, b) || (a.ready && b.ready ? exactly(a.readySince, b.readySince) : 0) || restarts(a, b) || exactly(a.created, b.created),
    )
    .map((s) => s.pod);
}

const progress = (a: Standing, b: Standing) => a.assigned - b.assigned || a.phase - b.phase || a.ready - b.ready;
const restarts = (a: Standing, b: Standing) => b.restarts - a.restarts || b.sidecarRestarts - a.sidecarRestarts;

function standing(pod: Pod, beside: number): Standing {
  const sidecars = new Set(pod.spec.initContainers?.filter(isSidecar).map((c) => c.name));
  return {
    pod,
    beside,
    assigned: pod.spec.nodeName ? 1 : 0,
    phase: PHASES[pod.status.phase ?? 'Pending'] ?? 0,
    ready: isPodReady(pod) ? 1 : 0,
    cost: deletionCost(pod.metadata.annotations?.[DELETION_COST]),
    readySince: podReadySinceMs(pod),
    created: parseTime(pod.metadata.creationTimestamp) ?? 0,
    restarts: mostRestarts(pod.status.containerStatuses),
    sidecarRestarts: mostRestarts(pod.status.initContainerStatuses?.filter((s) => sidecars.has(s.name))),
  };
}

function compare(a: Standing, b: Standing, nowMs: Ms): number {
  return (
    progress(a, b) ||
    a.cost - b.cost ||
    b.beside - a.beside ||
    (a.ready && b.ready ? younger(a.readySince, b.readySince, a, b, nowMs) : 0) ||
    restarts(a, b) ||
    younger(a.created, b.created, a, b, nowMs)
  );
}

/** Times are compared by order of magnitude of their age; within one the uid decides, so that age alone does not. */
function younger(x: Ms | undefined, y: Ms | undefined, a: Standing, b: Standing, nowMs: Ms): number {
  if (x === y) return 0;
  if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
  return magnitude(nowMs - x) - magnitude(nowMs - y) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1);
}

/** Whole part of the binary logarithm of an age in nanoseconds. */
function magnitude(age: Ms): number {
  return age > 0 ? Math.trunc(Math.log2(age * 1e6)) : -1;
}

function mostRestarts(statuses: readonly ContainerStatus[] | undefined): number {
  return statuses?.reduce((most, s) => Math.max(most, s.restartCount), 0) ?? 0;
}

const COST = /^-?(?:0|[1-9]\d{0,9})$/;

/** What cannot be read counts as 0. Source: pkg/apis/core/v1/helper (GetDeletionCostFromPodAnnotations). */
function deletionCost(text: string | undefined): number {
  const n = text !== undefined && COST.test(text) ? Number(text) : 0;
  return n >= -(2 ** 31) && n < 2 ** 31 ? n : 0;
}
