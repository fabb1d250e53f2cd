/**
 * Makes room for a pod by taking away pods that matter less. Source: plugins/defaultpreemption and framework/preemption.
 */
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { parseTime } from '#shared/api/time.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import type { Pod, PodDisruptionBudget } from '#shared/kinds/types.ts';
import type { Random } from '../clock/random.ts';
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';
import type { Placement } from './placement.ts';
import type { PodInfo } from './pod-info.ts';
import type { Rejection } from './plugin.ts';
import { histogram, reasonsOf, type Verdict } from './verdict.ts';

/** Pods to be taken off a node, the most important first. */
export interface Victims {
  readonly node: string;
  readonly pods: readonly Pod[];
  /** How many of them a disruption budget would have kept. */
  readonly violations: number;
}

/** What preemption came to: whom to take away, or why it does not help. */
export type PreemptionOutcome = { readonly victims: Victims } | { readonly why: string; readonly keepNomination: boolean };

const name = 'DefaultPreemption';
const noVictims: Rejection = { plugin: name, reasons: ['No preemption victims found for incoming pod'], unresolvable: true };
const notHelpful: Rejection = { plugin: name, reasons: ['Preemption is not helpful for scheduling'], unresolvable: true };

/** As many candidates are enough, of few nodes and of many. */
const LEAST_CANDIDATES = 100;
const CANDIDATES_PERCENT = 10;

/** Looks for pods whose going would let `pod` in. Changes nothing. */
export function preempt(pod: Pod, verdict: Verdict, placement: Placement, view: ClusterView, random: Random): PreemptionOutcome {
  const stop = (why: string): PreemptionOutcome => ({ why, keepNomination: true });
  if (pod.spec.preemptionPolicy === 'Never') return stop('not eligible due to preemptionPolicy=Never.');
  if (makesRoomAlready(pod, verdict, view)) return stop('not eligible due to a terminating pod on the nominated node.');

  const potential = verdict.refused ? [] : view.nodes.filter((n) => verdict.rejections.get(n.name)?.unresolvable === false);
  const enough = Math.min(potential.length, Math.max(LEAST_CANDIDATES, Math.trunc((potential.length * CANDIDATES_PERCENT) / 100)));
  const budgets = view.client.list(podDisruptionBudgets);
  const start = potential.length > enough ? random.fork('first candidate').int(potential.length) : 0;
  const gentle: Victims[] = [];
  const harsh: Victims[] = [];
  const rejections = new Map<string, Rejection>();
  for (let i = 0; i < potential.length && !(gentle.length > 0 && gentle.length + harsh.length >= enough); i++) {
    const node = potential[(start + i) % potential.length] as NodeInfo;
    const found = victimsOn(node, pod, placement, budgets);
    if ('pods' in found) (found.violations ? harsh : gentle).push(found);
    else rejections.set(node.name, found);
  }
  const best = leastPainful([...gentle, ...harsh]);
  if (best) return { victims: best };
  const reasons = histogram(reasonsOf(verdict.nodes, rejections, notHelpful));
  return { why: `0/${verdict.nodes} nodes are available:${reasons ? ` ${reasons}.` : ''}`, keepNomination: false };
}

/** A pod that has made room already waits for its victims to go. */
function makesRoomAlready(pod: Pod, verdict: Verdict, view: ClusterView): boolean {
  const nominated = pod.status.nominatedNodeName;
  if (!nominated || verdict.refused || verdict.rejections.get(nominated)?.unresolvable) return false;
  for (const p of view.node(nominated)?.pods.values() ?? [])
    if (p.priority < (pod.spec.priority ?? 0) && goesByPreemption(p.pod)) return true;
  return false;
}

function goesByPreemption({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    (status.conditions?.some((c) => c.type === 'DisruptionTarget' && c.status === 'True' && c.reason === 'PreemptionByScheduler') ?? false)
  );
}

/** The fewest and least important pods of a node that have to go, or why that does not help. */
function victimsOn(node: NodeInfo, pod: Pod, placement: Placement, budgets: readonly PodDisruptionBudget[]): Victims | Rejection {
  const potential = [...node.pods.values()].filter((p) => p.priority < (pod.spec.priority ?? 0)).sort(byImportance);
  if (!potential.length) return noVictims;
  const supposed = node.copy();
  for (const p of potential) supposed.remove(p.pod.metadata.uid);
  const still = placement.supposing(supposed, pod);
  if (still) return still;
  const victims: PodInfo[] = [];
  const { kept, free } = byBudget(potential, budgets);
  let violations = 0;
  const spare = (p: PodInfo): boolean => {
    supposed.add(p);
    if (!placement.supposing(supposed, pod)) return true;
    supposed.remove(p.pod.metadata.uid);
    victims.push(p);
    return false;
  };
  for (const p of kept) if (!spare(p)) violations++;
  for (const p of free) spare(p);
  if (!victims.length) return notHelpful;
  return { node: node.name, pods: victims.sort(byImportance).map((p) => p.pod), violations };
}

const startMs = (p: Pod): number => parseTime(p.status.startTime) ?? Infinity;
const byName = (a: Pod, b: Pod): number => (a.metadata.uid < b.metadata.uid ? -1 : 1);

/** The more important first: higher priority, then longer running. */
function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  const x = startMs(a.pod);
  const y = startMs(b.pod);
  return x === y ? byName(a.pod, b.pod) : x - y;
}

/** Those whose going some disruption budget would not allow, and the others; both in the order given. */
function byBudget(
  list: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { readonly kept: readonly PodInfo[]; readonly free: readonly PodInfo[] } {
  const kept: PodInfo[] = [];
  const free: PodInfo[] = [];
  const allowed = budgets.map((b) => b.status.disruptionsAllowed ?? 0);
  for (const p of list) {
    const { metadata } = p.pod;
    let violates = false;
    if (Object.keys(metadata.labels ?? {}).length) {
      budgets.forEach((b, i) => {
        const { selector } = b.spec;
        if (
          b.metadata.namespace !== metadata.namespace ||
          !selector ||
          isEmpty(selector) ||
          !labelSelectorMatcher(selector)(metadata.labels) ||
          b.status.disruptedPods?.[metadata.name]
        )
          return;
        allowed[i] = (allowed[i] as number) - 1;
        if ((allowed[i] as number) < 0) violates = true;
      });
    }
    (violates ? kept : free).push(p);
  }
  return { kept, free };
}

const isEmpty = (s: NonNullable<PodDisruptionBudget['spec']['selector']>) =>
  !Object.keys(s.matchLabels ?? {}).length && !s.matchExpressions?.length;

/** Makes negative priorities comparable in a sum. */
const OFFSET = 2 ** 31;

/** The node where taking pods away hurts least; among equals the first by name. */
function leastPainful(candidates: readonly Victims[]): Victims | undefined {
  const priority = (p: Pod | undefined) => p?.spec.priority ?? 0;
  const pains: ((v: Victims) => number)[] = [
    (v) => v.violations,
    (v) => priority(v.pods[0]),
    (v) => v.pods.reduce((sum, p) => sum + priority(p) + OFFSET, 0),
    (v) => v.pods.length,
    (v) => -Math.min(...v.pods.filter((p) => priority(p) === priority(v.pods[0])).map(startMs)),
  ];
  let left = [...candidates].sort((a, b) => (a.node < b.node ? -1 : 1));
  for (const pain of pains) {
    if (left.length < 2) break;
    const least = Math.min(...left.map(pain));
    left = left.filter((v) => pain(v) === least);
  }
  return left[0];
}
