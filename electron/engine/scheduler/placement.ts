/**
 * Looks for a node for pods that are alike. What was found out about a node is kept until the node changes, so that
 * placing the next pod of a workload looks anew only at the node the last one went to.
 * Source: pkg/scheduler/schedule_one.go (findNodesThatFitPod, prioritizeNodes) and framework/runtime.
 */
import type { Random } from '../clock/random.ts';
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';
import type { Prepared, Rejection, SchedulerPlugin } from './plugin.ts';
import { podInfo, type PodInfo } from './pod-info.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { NodeScore, Verdict } from './verdict.ts';

/** A plugin that has something to say of this pod, with what it prepared. */
interface Active {
  readonly plugin: SchedulerPlugin;
  readonly state: unknown;
}

/** What was found out about one node, as of a generation of it. */
interface Finding {
  generation: number;
  rejection: Rejection | undefined;
  /** Raw scores of the plugins that look at the node alone, by plugin; asked for once. */
  readonly scores: (number | undefined)[];
}

/** Fewer nodes than this are all looked at; of more, a part that is enough to choose from. */
const LOOK_AT_LEAST = 100;

/** How many fitting nodes are enough. Source: numFeasibleNodesToFind. */
export function enoughOf(nodes: number): number {
  if (nodes < LOOK_AT_LEAST) return nodes;
  const percentage = Math.max(5, 50 - Math.trunc(nodes / 125));
  return Math.max(LOOK_AT_LEAST, Math.trunc((nodes * percentage) / 100));
}

/** How to look. */
export interface LookOptions {
  /** Breaks ties, and says where to begin among very many nodes. */
  readonly random: Random;
  /** Look at every node and tell all scores. */
  readonly thorough?: boolean;
}

export class Placement {
  readonly #view: ClusterView;
  readonly #pod: PodInfo;
  readonly #filters: readonly Active[];
  /** Filters that look at the node alone come first in Kubernetes' order too, so their answer can be kept. */
  readonly #local: readonly Active[];
  readonly #wide: readonly Active[];
  readonly #scorers: readonly Active[];
  readonly #counting: readonly Active[];
  readonly #findings = new Map<string, Finding>();
  readonly #madeAt: string;
  readonly refused: Rejection | undefined;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #leftOut: Rejection | undefined;
  /** That no node fits, for as long as nothing has changed: one answer for all pods of a workload that wait. */
  #failure: { readonly verdict: Verdict; readonly asOf: number } | undefined;

  constructor(pod: Pod, view: ClusterView, plugins: readonly SchedulerPlugin[]) {
    this.#view = view;
    this.#pod = podInfo(pod);
    this.#madeAt = this.#asOf();
    const active: Active[] = [];
    const naming: string[] = [];
    let only: ReadonlySet<string> | undefined;
    let refused: Rejection | undefined;
    for (const plugin of plugins) {
      const prepared: Prepared<unknown> | undefined = plugin.prepare ? plugin.prepare(this.#pod, view) : ALWAYS;
      if (!prepared) continue;
      if (prepared.refused) {
        refused = prepared.refused;
        break;
      }
      if (prepared.only) {
        const before = only;
        naming.push(plugin.name);
        only = new Set([...prepared.only].filter((n) => before?.has(n) ?? true));
        if (only.size === 0) {
          refused = {
            plugin: plugin.name,
            reasons: [
              naming.length === 1
                ? `node(s) didn't satisfy plugin ${naming[0]}`
                : `node(s) didn't satisfy plugin(s) [${[...naming].sort().join(' ')}] simultaneously`,
            ],
            unresolvable: true,
          };
          break;
        }
      }
      active.push({ plugin, state: prepared.state });
    }
    this.refused = refused;
    this.#only = only;
    this.#leftOut = only
      ? { plugin: naming[0] as string, reasons: [`node(s) didn't satisfy plugin(s) [${[...naming].sort().join(' ')}]`], unresolvable: true }
      : undefined;
    this.#filters = active.filter((a) => a.plugin.filter);
    this.#local = this.#filters.filter((a) => a.plugin.scope === 'node');
    this.#wide = this.#filters.filter((a) => a.plugin.scope === 'cluster');
    this.#scorers = active.filter((a) => a.plugin.score);
    this.#counting = active.filter((a) => a.plugin.recount);
  }

  /** True once something has changed that its plugins have prepared from. */
  get stale(): boolean {
    return this.#madeAt !== this.#asOf();
  }

  #asOf(): string {
    const { shape, facts } = this.#view;
    return `${shape}/${facts.services}/${facts.namespaces}/${this.#pod.claims.length ? facts.storage : ''}`;
  }

  /** Looks at the nodes for a pod like the one it was made for. */
  find(pod: Pod, { random, thorough = false }: LookOptions): Verdict {
    if (this.#failure?.asOf === this.#view.revision && !pod.status.nominatedNodeName && !thorough) return this.#failure.verdict;
    const verdict = this.#look(pod, random, thorough);
    this.#failure = verdict.node || pod.status.nominatedNodeName ? undefined : { verdict, asOf: this.#view.revision };
    return verdict;
  }

  #look(pod: Pod, random: Random, thorough: boolean): Verdict {
    const nodes = this.#view.nodes;
    const all = nodes.length;
    const rejections = new Map<string, Rejection>();
    if (this.refused || all === 0) return { nodes: all, rejections, scores: [], ...(this.refused ? { refused: this.refused } : {}) };
    this.#bringUpToDate(nodes);
    const leftOut = this.#leftOut ? { leftOut: this.#leftOut } : {};

    const nominated = pod.status.nominatedNodeName ? this.#view.node(pod.status.nominatedNodeName) : undefined;
    if (nominated && !thorough && !this.#reject(nominated, pod))
      return { nodes: all, node: nominated.name, rejections, scores: [], ...leftOut };

    const looked = this.#only ? nodes.filter((n) => this.#only?.has(n.name)) : nodes;
    const enough = thorough ? looked.length : enoughOf(looked.length);
    const start = enough < looked.length ? random.fork('first node').int(looked.length) : 0;
    const fitting: NodeInfo[] = [];
    for (let i = 0; i < looked.length && fitting.length < enough; i++) {
      const node = looked[(start + i) % looked.length] as NodeInfo;
      const rejection = this.#reject(node, pod);
      if (rejection) rejections.set(node.name, rejection);
      else fitting.push(node);
    }
    if (fitting.length === 0) return { nodes: all, rejections, scores: [], ...leftOut };
    if (fitting.length === 1 && !thorough) return { nodes: all, node: (fitting[0] as NodeInfo).name, rejections, scores: [], ...leftOut };
    const { node, scores } = this.#best(fitting, random, thorough);
    return { nodes: all, node, rejections, scores, ...leftOut };
  }

  /**
   * Would the pod fit on a node that differs from the real one (some of its pods taken away)? `changed` is looked at as
   * if it were the node, and afterwards everything is as before.
   */
  supposing(changed: NodeInfo, pod: Pod): Rejection | undefined {
    const real = this.#view.node(changed.name);
    for (const { plugin, state } of this.#counting) plugin.recount?.(state, changed);
    try {
      return this.#ask(this.#filters, changed) ?? this.#withNominated(changed, pod);
    } finally {
      if (real) for (const { plugin, state } of this.#counting) plugin.recount?.(state, real);
    }
  }

  /** Counts again what has changed. Called before nodes are looked at. */
  #bringUpToDate(nodes: readonly NodeInfo[]): void {
    for (const node of nodes) {
      const known = this.#findings.get(node.name);
      if (known?.generation === node.generation) continue;
      for (const { plugin, state } of this.#counting) plugin.recount?.(state, node);
      this.#findings.set(node.name, { generation: node.generation, rejection: this.#ask(this.#local, node), scores: [] });
    }
  }

  #ask(filters: readonly Active[], node: NodeInfo): Rejection | undefined {
    for (const { plugin, state } of filters) {
      const rejection = plugin.filter?.(this.#pod, node, state);
      if (rejection) return rejection;
    }
    return undefined;
  }

  #reject(node: NodeInfo, pod: Pod): Rejection | undefined {
    return this.#findings.get(node.name)?.rejection ?? this.#ask(this.#wide, node) ?? this.#withNominated(node, pod);
  }

  /** Pods that matter as much and wait for this node are taken to be there already. */
  #withNominated(node: NodeInfo, pod: Pod): Rejection | undefined {
    if (!this.#view.anyNominated) return undefined;
    let supposed: NodeInfo | undefined;
    for (const other of this.#view.nominatedTo(node.name)) {
      if (other.metadata.uid === pod.metadata.uid || (other.spec.priority ?? 0) < (pod.spec.priority ?? 0)) continue;
      supposed ??= node.copy();
      supposed.add(podInfo(other));
    }
    if (!supposed) return undefined;
    for (const { plugin, state } of this.#counting) plugin.recount?.(state, supposed);
    try {
      return this.#ask(this.#filters, supposed);
    } finally {
      for (const { plugin, state } of this.#counting) plugin.recount?.(state, node);
    }
  }

  #best(fitting: readonly NodeInfo[], random: Random, thorough: boolean): { readonly node: string; readonly scores: readonly NodeScore[] } {
    const totals = new Array<number>(fitting.length).fill(0);
    const parts: [string, readonly number[]][] = [];
    this.#scorers.forEach(({ plugin, state }, which) => {
      if (plugin.weigh && !plugin.weigh(this.#pod, fitting, state)) return;
      const scores = fitting.map((node) => this.#score(plugin, state, which, node));
      const weight = plugin.weight ?? 1;
      plugin.normalize?.(scores, fitting, state);
      for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] as number) + weight * (scores[i] as number);
      if (thorough) parts.push([plugin.name, scores.map((s) => s * weight)]);
    });
    let most = -Infinity;
    let ties: number[] = [];
    totals.forEach((t, i) => {
      if (t > most) {
        most = t;
        ties = [i];
      } else if (t === most) ties.push(i);
    });
    const best = ties.length === 1 ? (ties[0] as number) : (ties[random.fork('tie').int(ties.length)] as number);
    const scores = !thorough
      ? []
      : fitting
          .map((n, i): NodeScore => ({
            node: n.name,
            total: totals[i] as number,
            byPlugin: Object.fromEntries(parts.map(([name, s]) => [name, s[i] as number])),
          }))
          .sort((a, b) => b.total - a.total || (a.node < b.node ? -1 : 1));
    return { node: (fitting[best] as NodeInfo).name, scores };
  }

  #score(plugin: SchedulerPlugin, state: unknown, which: number, node: NodeInfo): number {
    if (plugin.scope === 'cluster') return plugin.score?.(this.#pod, node, state) ?? 0;
    const { scores } = this.#findings.get(node.name) as Finding;
    return (scores[which] ??= plugin.score?.(this.#pod, node, state) ?? 0);
  }
}

const ALWAYS: Prepared<unknown> = {};
