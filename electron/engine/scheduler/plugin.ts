/**
 * The contract of a scheduler plugin. One file each in plugins/, one line in plugins/index.ts.
 * Source: kube-scheduler's framework (PreEnqueue, PreFilter, Filter, PreScore, Score, NormalizeScore).
 */
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Changes after which a pod that was turned away is tried again. */
export type ClusterChange =
  | 'NodeAdd'
  | 'NodeAllocatable'
  | 'NodeLabel'
  | 'NodeTaint'
  | 'AssignedPodAdd'
  | 'AssignedPodLabel'
  | 'AssignedPodDelete'
  | 'AssignedPodScaleDown'
  | 'Claim'
  | 'Volume'
  | 'StorageClass'
  | 'CSINode'
  | 'CSIDriver'
  | 'CSIStorageCapacity'
  | 'VolumeAttachment'
  | 'Namespace';

/** Why a node (or every node) will not do, in Kubernetes' words. */
export interface Rejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
  /** True where taking pods off the node could not help either. */
  readonly unresolvable: boolean;
}

/** What a plugin knows of a pod before it looks at single nodes. */
export interface Prepared<P> {
  /** Handed to filter and score. Absent: the plugin has nothing to say of this pod. */
  readonly state?: P;
  /** No node will do, whatever it is like. */
  readonly refused?: Rejection;
  /** Only these nodes need be looked at. */
  readonly only?: ReadonlySet<string>;
}

/**
 * One reason why a node fits or not, and one view of how well. P is what `prepare` works out once for all pods that
 * are alike; it stays for as long as what it was made from, so it holds nothing of a single pod's name.
 */
export interface SchedulerPlugin<P = unknown> {
  readonly name: string;
  /** How much its score counts; 1 unless given. */
  readonly weight?: number;
  readonly retryOn: readonly ClusterChange[];
  /** Whether filter and score look at the node alone, or also at what `recount` has counted over all nodes. */
  readonly scope: 'node' | 'cluster';
  prepare?(pod: PodInfo, view: ClusterView): Prepared<P> | undefined;
  /** The node or its pods have changed, or it is new: brings what the state counts up to date. */
  recount?(state: P, node: NodeInfo): void;
  filter?(pod: PodInfo, node: NodeInfo, state: P): Rejection | undefined;
  /** Called before scores, with the nodes that fit. False: there is nothing to score. */
  weigh?(pod: PodInfo, fitting: readonly NodeInfo[], state: P): boolean;
  /** 0 to 100, or any whole number where `normalize` makes it so. */
  score?(pod: PodInfo, node: NodeInfo, state: P): number;
  /** Brings scores to 0..100, in place. */
  normalize?(scores: number[], fitting: readonly NodeInfo[], state: P): void;
}

/** The best score. */
export const MAX_SCORE = 100;

/** Scales scores so that the largest becomes 100; reversed, so that it becomes 0. */
export function scaleToMost(scores: number[], reverse: boolean): void {
  const most = Math.max(0, ...scores);
  for (let i = 0; i < scores.length; i++) {
    const scaled = most === 0 ? 0 : Math.trunc((MAX_SCORE * (scores[i] as number)) / most);
    scores[i] = reverse ? MAX_SCORE - scaled : scaled;
  }
}
