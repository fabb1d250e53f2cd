/** What the scheduler says of a pod. */

/** What the scheduler makes of one node for a pod. */
export interface NodeVerdict {
  readonly node: string;
  /** The plugin that turns it down, and its reasons in Kubernetes' words; absent where it fits. */
  readonly rejectedBy?: string;
  readonly reasons: readonly string[];
  /** Of a node that fits: its score, and what each plugin gave, weighted. */
  readonly score?: number;
  readonly byPlugin?: Readonly<Record<string, number>>;
}

/** The scheduler's verdict on a pod as it would fall now. */
export interface SchedulerVerdict {
  /** The node it would go to. */
  readonly node?: string;
  /** Nodes that fit first, best first. */
  readonly nodes: readonly NodeVerdict[];
}
