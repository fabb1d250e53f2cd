/** What came of looking for a node, and how Kubernetes words it. Source: pkg/scheduler/framework (FitError). */
import type { Rejection } from './plugin.ts';

/** A node that fits, and how well. */
export interface NodeScore {
  readonly node: string;
  readonly total: number;
  /** Weighted, by plugin. */
  readonly byPlugin: Readonly<Record<string, number>>;
}

/** The outcome of one attempt to place a pod: why here, and why not there. */
export interface Verdict {
  /** How many nodes there were. */
  readonly nodes: number;
  /** The node it goes to; undefined where none fits. */
  readonly node?: string;
  /** Said by a plugin before any node was looked at. */
  readonly refused?: Rejection;
  /** By node. Nodes that are neither here nor among the scores were not looked at. */
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** Why nodes were left out beforehand, where a plugin named the only ones that could do. */
  readonly leftOut?: Rejection;
  /** Nodes that fit, best first. Filled in only where it was asked for. */
  readonly scores: readonly NodeScore[];
}

/** '1 Insufficient cpu, 2 node(s) had untolerated taint(s)': equal reasons counted, in the order of the text. */
export function histogram(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .map(([reason, n]) => `${n} ${reason}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(', ');
}

/** How often each reason was given; nodes that nobody gave a reason for count as left out. */
export function reasonsOf(
  nodes: number,
  rejections: ReadonlyMap<string, Rejection>,
  leftOut: Rejection | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (reason: string, n: number) => counts.set(reason, (counts.get(reason) ?? 0) + n);
  for (const r of rejections.values()) for (const reason of r.reasons) count(reason, 1);
  const absent = nodes - rejections.size;
  if (absent > 0) for (const reason of leftOut?.reasons ?? []) count(reason, absent);
  return counts;
}

/** There are no nodes at all. */
export const NO_NODES = 'no nodes available to schedule pods';

/** The message of a pod that fits nowhere. `after` is what preemption had to say. */
export function failureMessage(v: Verdict, after: string): string {
  if (v.nodes === 0) return NO_NODES;
  let text = `0/${v.nodes} nodes are available:`;
  if (v.refused) text += ` ${v.refused.reasons.join(', ')}.`;
  else {
    const reasons = histogram(reasonsOf(v.nodes, v.rejections, v.leftOut));
    if (reasons) text += ` ${reasons}.`;
  }
  return after ? `${text} ${after}` : text;
}
