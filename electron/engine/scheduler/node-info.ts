/**
 * A node with what runs on it, summed up. Source: pkg/scheduler/framework (NodeInfo).
 * Whole thousandths of cpu and bytes: no quantity is parsed while a pod is being placed.
 */
import { amountsOf, type Amounts } from '#shared/kinds/core/pod-requests.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { HostPort, PodInfo } from './pod-info.ts';

const NOTHING: Amounts = Object.freeze({});

/** Nodes change one after another; each change gets the next number. */
let changes = 0;

export class NodeInfo {
  readonly name: string;
  #node: Node | undefined;
  #allocatable: Amounts = NOTHING;
  readonly #pods = new Map<string, PodInfo>();
  readonly #ports = new Map<string, number>();
  /** Sums of the pods' requests, by resource. */
  readonly requested: Record<string, number> = {};
  /** The same with assumed needs, of cpu and memory only. */
  readonly scoring = { cpu: 0, memory: 0 };
  readonly withAffinity = new Set<PodInfo>();
  readonly withRequiredAntiAffinity = new Set<PodInfo>();
  /** Grows with every change of the node's object or pods. */
  generation = ++changes;

  constructor(name: string, node?: Node) {
    this.name = name;
    if (node) this.node = node;
  }

  /** The node's object; undefined while there are pods for a node that does not exist. */
  get node(): Node | undefined {
    return this.#node;
  }
  set node(node: Node | undefined) {
    this.#node = node;
    const { allocatable } = node?.status ?? {};
    this.#allocatable = allocatable ? amountsOf(allocatable) : NOTHING;
    this.generation = ++changes;
  }

  get labels(): Readonly<Record<string, string>> {
    return this.#node?.metadata.labels ?? (NOTHING as Readonly<Record<string, never>>);
  }
  get allocatable(): Amounts {
    return this.#allocatable;
  }
  get pods(): ReadonlyMap<string, PodInfo> {
    return this.#pods;
  }

  add(p: PodInfo): void {
    this.remove(p.pod.metadata.uid);
    this.#pods.set(p.pod.metadata.uid, p);
    this.#count(p, 1);
    if (p.affinity) this.withAffinity.add(p);
    if (p.affinity?.requiredAntiAffinity.length) this.withRequiredAntiAffinity.add(p);
  }

  remove(uid: string): void {
    const p = this.#pods.get(uid);
    if (!p) return;
    this.#pods.delete(uid);
    this.#count(p, -1);
    this.withAffinity.delete(p);
    this.withRequiredAntiAffinity.delete(p);
  }

  /** Takes a newer state of a pod that is here, where nothing that counts has changed. */
  refresh(p: PodInfo): void {
    const old = this.#pods.get(p.pod.metadata.uid);
    if (!old) return;
    this.#pods.set(p.pod.metadata.uid, p);
    if (!old.affinity) return;
    this.withAffinity.delete(old);
    this.withAffinity.add(p);
    if (this.withRequiredAntiAffinity.delete(old)) this.withRequiredAntiAffinity.add(p);
  }

  /** A copy that can be changed to see what would be. */
  copy(): NodeInfo {
    const c = new NodeInfo(this.name, this.#node);
    for (const p of this.#pods.values()) c.add(p);
    return c;
  }

  /** True if one of the ports is taken. A port of all addresses collides with that port of any. */
  portsTaken(wanted: readonly HostPort[]): boolean {
    return wanted.some(({ ip, protocol, port }) => {
      if (ip !== ANY) return this.#ports.has(key(ip, protocol, port)) || this.#ports.has(key(ANY, protocol, port));
      for (const k of this.#ports.keys()) if (k.endsWith(`/${protocol}/${port}`)) return true;
      return false;
    });
  }

  #count(p: PodInfo, sign: 1 | -1): void {
    for (const k in p.requests) this.requested[k] = (this.requested[k] ?? 0) + sign * (p.requests[k] as number);
    this.scoring.cpu += sign * (p.scoring['cpu'] ?? 0);
    this.scoring.memory += sign * (p.scoring['memory'] ?? 0);
    for (const port of p.ports) {
      const k = key(port.ip, port.protocol, port.port);
      const n = (this.#ports.get(k) ?? 0) + sign;
      if (n > 0) this.#ports.set(k, n);
      else this.#ports.delete(k);
    }
    this.generation = ++changes;
  }
}

const ANY = '0.0.0.0';
const key = (ip: string, protocol: string, port: number) => `${ip}/${protocol}/${port}`;
