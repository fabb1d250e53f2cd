/**
 * Spreads pods over zones, hosts or any other label of nodes. Source: plugins/podtopologyspread.
 * Counts are kept per node and per value of the label, so that placing one pod re-counts one node.
 */
import { namespaceOf } from '#shared/api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import { requiredNodes, type NodeMatcher } from '../node-selector.ts';
import { MAX_SCORE, type Rejection, type SchedulerPlugin } from '../plugin.ts';
import type { PodInfo } from '../pod-info.ts';
import { defaultConstraints, HOSTNAME, ownConstraints, type Constraint } from '../spread-constraints.ts';
import { keptAway } from '../taints.ts';

const name = 'PodTopologySpread';
const missingLabel: Rejection = {
  plugin: name,
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
};
const skewed: Rejection = { plugin: name, reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false };

/** What one node adds to the counts. */
interface Share {
  readonly value: string;
  readonly pods: number;
  /** Whether its pods count towards the value; by themselves they always count on the node. */
  readonly counted: boolean;
}

/** The matching pods of one constraint, by node and by value. */
class Tally {
  readonly constraint: Constraint;
  readonly #pod: PodInfo;
  readonly #required: NodeMatcher | undefined;
  readonly #shares = new Map<string, Share>();
  readonly #values = new Map<string, { nodes: number; pods: number }>();
  #least: number | undefined;

  constructor(constraint: Constraint, pod: PodInfo) {
    this.constraint = constraint;
    this.#pod = pod;
    this.#required = requiredNodes(pod.pod.spec);
  }

  /** `complete`: whether the node has every label that the constraints ask for. */
  recount(node: NodeInfo, complete: boolean): void {
    const { key } = this.constraint;
    const old = this.#shares.get(node.name);
    const share: Share = { value: node.labels[key] ?? '', pods: this.#count(node), counted: complete && this.#admits(node) };
    this.#shares.set(node.name, share);
    if (old?.counted) this.#change(old.value, -1, -old.pods);
    if (share.counted) this.#change(share.value, 1, share.pods);
  }

  #change(value: string, nodes: number, pods: number): void {
    const has = this.#values.get(value) ?? { nodes: 0, pods: 0 };
    if (has.nodes + nodes === 0) this.#values.delete(value);
    else this.#values.set(value, { nodes: has.nodes + nodes, pods: has.pods + pods });
    this.#least = undefined;
  }

  #count(node: NodeInfo): number {
    const {
      constraint: { matches, countsNothing },
    } = this;
    const namespace = namespaceOf(this.#pod.pod);
    if (countsNothing) return 0;
    let n = 0;
    for (const { pod } of node.pods.values())
      if (!pod.metadata.deletionTimestamp && pod.metadata.namespace === namespace && matches(pod.metadata.labels)) n++;
    return n;
  }

  #admits(node: NodeInfo): boolean {
    const { honorsAffinity, honorsTaints } = this.constraint;
    if (honorsAffinity && this.#required && !this.#required(node)) return false;
    return !(honorsTaints && keptAway(this.#pod.pod.spec.tolerations, node.node?.spec.taints));
  }

  on(node: NodeInfo): number {
    return this.#shares.get(node.name)?.pods ?? 0;
  }
  at(value: string): number {
    return this.#values.get(value)?.pods ?? 0;
  }

  /** The fewest pods at any value; none, while there are fewer values than asked for. */
  get least(): number {
    if (this.#values.size < this.constraint.minDomains) return 0;
    if (this.#least === undefined) {
      this.#least = Infinity;
      for (const { pods } of this.#values.values()) if (pods < this.#least) this.#least = pods;
    }
    return this.#least;
  }
}

interface State {
  readonly hard: readonly Tally[];
  readonly soft: readonly Tally[];
  /** Whether nodes without one of the labels are left out of the scores: so for a pod's own constraints. */
  readonly strict: boolean;
  /** The weight of each soft constraint among the nodes that fit: the more values, the more a pod counts. */
  weights: readonly number[];
}

const complete = (tallies: readonly Tally[], node: NodeInfo): boolean => tallies.every((t) => node.labels[t.constraint.key] !== undefined);
const ignored = ({ strict, soft }: State, node: NodeInfo): boolean => strict && !complete(soft, node);

export const podTopologySpread: SchedulerPlugin<State> = {
  name,
  weight: 2,
  scope: 'cluster',
  retryOn: ['NodeAdd', 'NodeLabel', 'NodeTaint', 'AssignedPodAdd', 'AssignedPodLabel', 'AssignedPodDelete'],
  prepare(pod, view) {
    const strict = (pod.pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
    const tally = (c: Constraint) => new Tally(c, pod);
    const hard = ownConstraints(pod.pod, 'DoNotSchedule').map(tally);
    const soft = (strict ? ownConstraints(pod.pod, 'ScheduleAnyway') : defaultConstraints(pod.pod, view.client)).map(tally);
    return hard.length || soft.length ? { state: { hard, soft, strict, weights: [] } } : undefined;
  },
  recount({ hard, soft, strict }, node) {
    const all = complete(hard, node);
    const softly = !strict || complete(soft, node);
    for (const t of hard) t.recount(node, all);
    for (const t of soft) t.recount(node, softly);
  },
  filter(_pod, node, { hard }) {
    for (const t of hard) {
      const { key, maxSkew, self } = t.constraint;
      const value = node.labels[key];
      if (value === undefined) return missingLabel;
      if (t.at(value) + (self ? 1 : 0) - t.least > maxSkew) return skewed;
    }
    return undefined;
  },
  weigh(_pod, fitting, state) {
    const { soft } = state;
    if (!soft.length) return false;
    const scored = state.strict ? fitting.filter((n) => !ignored(state, n)) : fitting;
    state.weights = soft.map(({ constraint: { key } }) =>
      Math.log((key === HOSTNAME ? scored.length : new Set(scored.map((n) => n.labels[key] ?? '')).size) + 2),
    );
    return true;
  },
  score(_pod, node, state) {
    if (ignored(state, node)) return 0;
    let score = 0;
    state.soft.forEach((t, i) => {
      const { key, maxSkew } = t.constraint;
      const value = node.labels[key];
      if (value !== undefined) score += (key === HOSTNAME ? t.on(node) : t.at(value)) * (state.weights[i] as number) + (maxSkew - 1);
    });
    return Math.round(score);
  },
  normalize(scores, fitting, state) {
    const counted = fitting.map((n) => !ignored(state, n));
    let least = Infinity;
    let most = 0;
    scores.forEach((s, i) => {
      if (counted[i]) {
        least = Math.min(least, s);
        most = Math.max(most, s);
      }
    });
    for (let i = 0; i < scores.length; i++)
      scores[i] = !counted[i] ? 0 : most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - (scores[i] as number))) / most);
  },
};
