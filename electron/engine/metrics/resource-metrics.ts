/**
 * The metrics API's objects, reckoned as of the last sample: what the containers of running pods use, and what their nodes
 * do. Source: metrics-server (pkg/api, pkg/storage).
 */
import { isTerminating, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { milliOf, unitsOf } from '#shared/api/quantity.ts';
import { formatTime, type Ms } from '#shared/api/time.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { NodeMetrics, PodMetrics } from '#shared/kinds/metrics/types.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { isReady } from '../kubelet/node-kind.ts';
import { BY_NODE } from '../store/indexes.ts';
import { loadIn, SAMPLED_EVERY_MS, sumOf, usageOf, type Usage } from './usage.ts';

const WINDOW = `${SAMPLED_EVERY_MS / 1000}s`;

/** What the system, the kubelet and the container runtime of an idle machine take: a part for the machine itself, and one that grows with it. */
const SYSTEM: Usage = { cpu: 40, memory: 300 * 1024 * 1024 };
const SYSTEM_SHARE: Usage = { cpu: 0.01, memory: 0.015 };

function capacityOf({ status: { capacity } }: Node): Usage {
  return { cpu: milliOf(capacity?.['cpu'] ?? '0'), memory: unitsOf(capacity?.['memory'] ?? '0') };
}

/** What a machine takes with no pod on it. */
export function systemUsage(node: Node): Usage {
  const { cpu, memory } = capacityOf(node);
  return { cpu: SYSTEM.cpu + cpu * SYSTEM_SHARE.cpu, memory: SYSTEM.memory + memory * SYSTEM_SHARE.memory };
}

/** Reads usage as of one sample; what it has found out about a namespace holds for all that is asked of it. */
export class Sample {
  readonly #client: Client;
  readonly #atMs: Ms;
  readonly #load = new Map<string, (pod: Pod) => number>();

  constructor(client: Client) {
    this.#client = client;
    this.#atMs = client.wallMs - (client.wallMs % SAMPLED_EVERY_MS);
  }

  /** A pod's metrics; undefined for one that did not run yet when the sample was taken, or runs no more. */
  pod(pod: Pod): PodMetrics | undefined {
    const used = this.#usage(pod);
    if (!used) return undefined;
    const { name, labels } = pod.metadata;
    return {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'PodMetrics',
      metadata: { name, namespace: namespaceOf(pod), ...(labels ? { labels } : {}), ...this.#made() },
      timestamp: this.#time,
      window: WINDOW,
      containers: [...used].map(([c, u]) => ({ name: c, usage: written(u) })),
    };
  }

  /** A node's metrics; undefined for one that cannot be asked. */
  node(node: Node): NodeMetrics | undefined {
    if (!isReady(node)) return undefined;
    const { name, labels } = node.metadata;
    const most = capacityOf(node);
    let total = systemUsage(node);
    for (const pod of this.#client.list(pods, { index: { name: BY_NODE, value: name } })) {
      const used = this.#usage(pod);
      const sum = used && sumOf(used);
      if (sum) total = { cpu: total.cpu + sum.cpu, memory: total.memory + sum.memory };
    }
    return {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      metadata: { name, ...(labels ? { labels } : {}), ...this.#made() },
      timestamp: this.#time,
      window: WINDOW,
      usage: written({ cpu: Math.min(total.cpu, most.cpu || Infinity), memory: Math.min(total.memory, most.memory || Infinity) }),
    };
  }

  get #time(): string {
    return formatTime(this.#atMs);
  }

  /** Of an object that is made for the answer: what only the store gives is not there. */
  #made() {
    return { creationTimestamp: this.#client.timestamp } as Pick<ApiObject['metadata'], 'uid' | 'resourceVersion' | 'creationTimestamp'>;
  }

  #usage(pod: Pod): ReadonlyMap<string, Usage> | undefined {
    if (pod.status.phase !== 'Running' || (isTerminating(pod) && !pod.status.containerStatuses?.some((s) => s.state?.running)))
      return undefined;
    const namespace = namespaceOf(pod);
    const load = this.#load.get(namespace) ?? loadIn(this.#client, namespace);
    this.#load.set(namespace, load);
    const used = usageOf(pod, load(pod), this.#atMs);
    return used?.size ? used : undefined;
  }
}

/** As metrics-server writes it: cpu in billionths, memory in Ki. */
function written({ cpu, memory }: Usage): { readonly cpu: string; readonly memory: string } {
  const nano = Math.round(cpu * 1e6);
  const kibi = Math.round(memory / 1024);
  return { cpu: nano ? `${nano}n` : '0', memory: kibi ? `${kibi}Ki` : '0' };
}
