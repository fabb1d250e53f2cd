/**
 * Pods near to and far from other pods. Source: plugins/interpodaffinity.
 * What each node's pods say for or against the incoming pod is kept per node and summed per topology value.
 */
import { matchesAll, termMatches, type AffinityTerm, type AffinityTerms, type NamespaceLabels } from '../affinity-terms.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { NodeInfo } from '../node-info.ts';
import { MAX_SCORE, type Rejection, type SchedulerPlugin } from '../plugin.ts';
import type { PodInfo } from '../pod-info.ts';

const name = 'InterPodAffinity';
const notNear: Rejection = { plugin: name, reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
const notFar: Rejection = { plugin: name, reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false };
const kept: Rejection = { plugin: name, reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], unresolvable: false };

/** What a running pod's required affinity to the incoming one is worth. */
const HARD_AFFINITY_WEIGHT = 1;

/** Sums by label key and value. An entry is dropped at zero. */
class Sums {
  readonly #byKey = new Map<string, Map<string, number>>();

  get empty(): boolean {
    return this.#byKey.size === 0;
  }

  add(key: string, value: string, n: number): void {
    let values = this.#byKey.get(key);
    if (!values) this.#byKey.set(key, (values = new Map()));
    const sum = (values.get(value) ?? 0) + n;
    if (sum !== 0) values.set(value, sum);
    else if (values.delete(value) && values.size === 0) this.#byKey.delete(key);
  }

  addAll(other: Sums, sign: 1 | -1): void {
    for (const [key, values] of other.#byKey) for (const [value, n] of values) this.add(key, value, sign * n);
  }

  /** The sum for the node's value of one label; undefined where the node has no such label. */
  at(key: string, { labels }: NodeInfo): number | undefined {
    const value = labels[key];
    return value === undefined ? undefined : (this.#byKey.get(key)?.get(value) ?? 0);
  }

  /** The sums for all labels of the node. */
  *of({ labels }: NodeInfo): Iterable<number> {
    for (const [key, values] of this.#byKey) {
      const value = labels[key];
      if (value !== undefined) yield values.get(value) ?? 0;
    }
  }
}

type Name = 'near' | 'far' | 'kept' | 'liked';
type Share = Readonly<Record<Name, Sums>>;
const NAMES: readonly Name[] = ['near', 'far', 'kept', 'liked'];
const nothing = (): Share => ({ near: new Sums(), far: new Sums(), kept: new Sums(), liked: new Sums() });

const NONE: AffinityTerms = { requiredAffinity: [], requiredAntiAffinity: [], preferredAffinity: [], preferredAntiAffinity: [] };

class State {
  readonly pod: PodInfo;
  readonly terms: AffinityTerms;
  readonly labelsOf: NamespaceLabels;
  /** Over the whole cluster: pods matching the incoming one's affinity; its anti-affinity; pods that keep it away; preferences for it. */
  readonly sums = nothing();
  readonly #shares = new Map<string, Share>();

  constructor(pod: PodInfo, view: ClusterView) {
    this.pod = pod;
    this.terms = pod.affinity ?? NONE;
    this.labelsOf = view.namespaceLabels;
  }

  recount(node: NodeInfo): void {
    const old = this.#shares.get(node.name);
    if (!old && !this.pod.affinity && !node.withAffinity.size) return;
    const now = this.#shareOf(node);
    for (const n of NAMES) {
      if (old) this.sums[n].addAll(old[n], -1);
      this.sums[n].addAll(now[n], 1);
    }
    this.#shares.set(node.name, now);
  }

  #shareOf(node: NodeInfo): Share {
    const share = nothing();
    const { terms, labelsOf, pod } = this;
    const count = (sums: Sums, t: AffinityTerm, n: number): void => {
      const value = node.labels[t.topologyKey];
      if (value !== undefined) sums.add(t.topologyKey, value, n);
    };
    const asked = pod.affinity ? node.pods.values() : node.withAffinity;
    for (const other of asked) {
      if (matchesAll(terms.requiredAffinity, other.pod, labelsOf)) for (const t of terms.requiredAffinity) count(share.near, t, 1);
      for (const t of terms.requiredAntiAffinity) if (termMatches(t, other.pod, labelsOf)) count(share.far, t, 1);
      for (const t of terms.preferredAffinity) if (termMatches(t, other.pod, labelsOf)) count(share.liked, t, t.weight);
      for (const t of terms.preferredAntiAffinity) if (termMatches(t, other.pod, labelsOf)) count(share.liked, t, -t.weight);
      const theirs = other.affinity;
      if (!theirs) continue;
      for (const t of theirs.requiredAntiAffinity) if (termMatches(t, pod.pod, labelsOf)) count(share.kept, t, 1);
      for (const t of theirs.requiredAffinity) if (termMatches(t, pod.pod, labelsOf)) count(share.liked, t, HARD_AFFINITY_WEIGHT);
      for (const t of theirs.preferredAffinity) if (termMatches(t, pod.pod, labelsOf)) count(share.liked, t, t.weight);
      for (const t of theirs.preferredAntiAffinity) if (termMatches(t, pod.pod, labelsOf)) count(share.liked, t, -t.weight);
    }
    return share;
  }

  /** Is the node near to pods as the incoming one requires? The first of a group that likes itself may go anywhere. */
  near(node: NodeInfo): boolean {
    const { requiredAffinity } = this.terms;
    if (!requiredAffinity.length) return true;
    let all = true;
    for (const t of requiredAffinity) {
      const there = this.sums.near.at(t.topologyKey, node);
      if (there === undefined) return false;
      if (there <= 0) all = false;
    }
    return all || (this.sums.near.empty && matchesAll(requiredAffinity, this.pod.pod, this.labelsOf));
  }

  far(node: NodeInfo): boolean {
    return this.terms.requiredAntiAffinity.every((t) => (this.sums.far.at(t.topologyKey, node) ?? 0) <= 0);
  }

  keptAway(node: NodeInfo): boolean {
    for (const n of this.sums.kept.of(node)) if (n > 0) return true;
    return false;
  }

  liking(node: NodeInfo): number {
    let score = 0;
    for (const n of this.sums.liked.of(node)) score += n;
    return score;
  }
}

export const interPodAffinity: SchedulerPlugin<State> = {
  name,
  weight: 2,
  scope: 'cluster',
  retryOn: ['NodeAdd', 'NodeLabel', 'AssignedPodAdd', 'AssignedPodLabel', 'AssignedPodDelete', 'Namespace'],
  prepare: (pod, view) => ({ state: new State(pod, view) }),
  recount: (state, node) => state.recount(node),
  filter(_pod, node, state) {
    if (!state.near(node)) return notNear;
    if (!state.far(node)) return notFar;
    return state.keptAway(node) ? kept : undefined;
  },
  weigh: (_pod, _fitting, { sums }) => !sums.liked.empty,
  score: (_pod, node, state) => state.liking(node),
  normalize(scores) {
    let least = Infinity;
    let most = -Infinity;
    for (const s of scores) {
      least = Math.min(least, s);
      most = Math.max(most, s);
    }
    for (let i = 0; i < scores.length; i++)
      scores[i] = most > least ? Math.trunc((MAX_SCORE * ((scores[i] as number) - least)) / (most - least)) : 0;
  },
};
