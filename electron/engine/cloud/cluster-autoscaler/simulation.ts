/** What would be if there were more nodes, or fewer: pods placed by the scheduler's own plugins on a copy of the cluster. */
import type { Ms } from '#shared/api/time.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { ClusterView } from '../../scheduler/cluster-view.ts';
import { Placement } from '../../scheduler/placement.ts';
import { plugins } from '../../scheduler/plugins/index.ts';
import { signatureOf } from '../../scheduler/pod-info.ts';
import type { Verdict } from '../../scheduler/verdict.ts';
import { nodeDraft, POOL } from '../pool-machine.ts';

/** Taints that say only that a machine has not started yet. */
const STARTING: ReadonlySet<string> = new Set([
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/network-unavailable',
  'node.cloudprovider.kubernetes.io/uninitialized',
]);

const started = (n: Node): Node => ({ ...n, spec: { ...n.spec, taints: (n.spec.taints ?? []).filter((t) => !STARTING.has(t.key)) } });

export class Simulation {
  readonly #view: ClusterView;
  readonly #client: Client;
  #made = 0;

  /** The cluster with the machines that are on their way as if they had come. */
  constructor(client: Client) {
    this.#client = client;
    this.#view = ClusterView.copy(client);
    for (const n of client.list(nodes))
      if (n.metadata.labels?.[POOL] !== undefined && n.spec.taints?.some((t) => STARTING.has(t.key))) this.#view.supposeNode(started(n));
  }

  /** Places pods one after another. Returns those that found no node, with why not, alike pods with one reason. */
  place(waiting: readonly Pod[]): ReadonlyMap<Pod, Verdict> {
    const alike = new Map<string, Placement>();
    const left = new Map<Pod, Verdict>();
    for (const pod of waiting) {
      const signature = signatureOf(pod);
      let placement = alike.get(signature);
      if (!placement || placement.stale) alike.set(signature, (placement = new Placement(pod, this.#view, plugins)));
      const verdict = placement.find(pod, { random: this.#client.random.fork(`suppose:${pod.metadata.uid}`) });
      if (verdict.node === undefined) left.set(pod, verdict);
      else this.#view.supposeBound(pod, verdict.node);
    }
    return left;
  }

  /** Adds a machine of a pool in a zone, as if it had started. Returns its name. */
  addMachine(pool: NodePool, zone: string | undefined, bootMs: Ms = 0): string {
    const name = `${pool.metadata.name}-supposed-${++this.#made}`;
    const draft = nodeDraft(pool, name, zone, bootMs);
    const metadata = { ...draft.metadata, name, uid: name, resourceVersion: '0', creationTimestamp: this.#client.timestamp };
    this.#view.supposeNode({
      apiVersion: 'v1',
      kind: 'Node',
      ...draft,
      metadata,
      status: { ...draft.status, conditions: [{ type: 'Ready', status: 'True' }] },
    } as unknown as Node);
    return name;
  }

  /** Takes a node away with what is on it. */
  remove(name: string): void {
    this.#view.supposeGone(name);
  }

  /** How much of a node is asked for, as a part of what it has: the larger of cpu and memory. */
  used(name: string): number {
    const info = this.#view.node(name);
    if (!info) return 0;
    return Math.max(...(['cpu', 'memory'] as const).map((r) => (info.requested[r] ?? 0) / Math.max(1, info.allocatable[r] ?? 0)));
  }
}
