/**
 * The cluster as the scheduler sees it: nodes with their pods, kept up to date by the store's changes.
 * All of it is derived; opening a document builds it anew. Source: pkg/scheduler/backend/cache.
 */
import { namespaceOf } from '#shared/api/object.ts';
import type { Labels } from '#shared/api/selector.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Change } from '../store/store.ts';
import { NodeInfo } from './node-info.ts';
import { isTerminal, podInfo } from './pod-info.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

/** What plugins read beside nodes and pods. A change makes what they prepared stale. */
export type Facts = 'storage' | 'services' | 'namespaces';

const FACTS: ReadonlyMap<string, Facts> = new Map([
  ['core/namespaces', 'namespaces'],
  ['core/services', 'services'],
  ...[
    'core/persistentvolumes',
    'core/persistentvolumeclaims',
    'storage.k8s.io/storageclasses',
    'storage.k8s.io/csinodes',
    'storage.k8s.io/csidrivers',
    'storage.k8s.io/csistoragecapacities',
    'storage.k8s.io/volumeattachments',
  ].map((r): [string, Facts] => [r, 'storage']),
]);

export class ClusterView {
  readonly client: Client;
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #nominated = new Map<string, Map<string, Pod>>();
  #inOrder: readonly NodeInfo[] | undefined;
  #images: ReadonlyMap<string, number> | undefined;
  /** Each grows when such objects change. */
  readonly facts: Record<Facts, number> = { storage: 0, services: 0, namespaces: 0 };
  /** Grows when nodes come, go or change places. */
  shape = 0;
  /** Grows with every change that may let a pod in or keep it out. */
  revision = 0;

  private constructor(client: Client, except: string | undefined) {
    this.client = client;
    const { store } = client.core;
    for (const n of store.list({ resource: resourceOf(nodes) })) this.#setNode(n as Node);
    for (const p of store.list({ resource: resourceOf(pods) })) if (p.metadata.uid !== except) this.#place(undefined, p as Pod);
  }

  /** The cluster as it is and becomes. */
  static following(client: Client): ClusterView {
    const view = new ClusterView(client, undefined);
    client.core.store.observe((c) => view.#apply(c));
    return view;
  }

  /** The cluster as it is now, as if one pod were not there. */
  static without(client: Client, uid: string): ClusterView {
    return new ClusterView(client, uid);
  }

  /** The cluster as it is now, in which one may suppose nodes and pods that are not there. */
  static copy(client: Client): ClusterView {
    return new ClusterView(client, undefined);
  }

  /** Supposes a node, new or in another state than it has. */
  supposeNode(node: Node): void {
    this.#setNode(node);
  }

  /** Supposes that a node were gone; its pods go with it. */
  supposeGone(name: string): void {
    for (const p of [...(this.#nodes.get(name)?.pods.values() ?? [])]) this.#place(p.pod, undefined);
    this.#dropNode(name);
  }

  /** Supposes that a pod were bound to a node. */
  supposeBound(pod: Pod, node: string): void {
    this.#place(pod, { ...pod, spec: { ...pod.spec, nodeName: node } });
  }

  /** Every node that exists, zones taking turns. */
  get nodes(): readonly NodeInfo[] {
    return (this.#inOrder ??= zonesInTurn([...this.#nodes.values()].filter((n) => n.node)));
  }

  node(name: string): NodeInfo | undefined {
    const info = this.#nodes.get(name);
    return info?.node ? info : undefined;
  }

  /** Pods that wait for room on a node which preemption is making for them. */
  nominatedTo(node: string): Iterable<Pod> {
    return this.#nominated.get(node)?.values() ?? [];
  }
  get anyNominated(): boolean {
    return this.#nominated.size > 0;
  }

  namespaceLabels = (name: string): Labels | undefined => this.client.get(namespaces, '', name)?.metadata.labels;

  /** On how many nodes an image is. */
  nodesWithImage(name: string): number {
    this.#images ??= countImages(this.nodes);
    return this.#images.get(name) ?? 0;
  }

  #apply({ ref, before, after }: Change): void {
    if (ref.resource === 'core/pods') this.#place(before as Pod | undefined, after as Pod | undefined);
    else if (ref.resource === 'core/nodes') {
      if (after) this.#setNode(after as Node);
      else this.#dropNode(ref.name);
    } else {
      const fact = FACTS.get(ref.resource);
      if (!fact) return;
      this.facts[fact]++;
      this.revision++;
    }
  }

  #setNode(node: Node): void {
    const { name } = node.metadata;
    const info = this.#nodes.get(name);
    const old = info?.node;
    if (!info) this.#nodes.set(name, new NodeInfo(name, node));
    else if (
      !old ||
      old.spec !== node.spec ||
      old.metadata.labels !== node.metadata.labels ||
      old.status !== node.status ||
      old.metadata.annotations !== node.metadata.annotations
    )
      info.node = node;
    this.revision++;
    if (!old || zoneOf(old) !== zoneOf(node)) this.#reshape();
    if (!old || old.status.images !== node.status.images) this.#images = undefined;
  }

  #dropNode(name: string): void {
    const info = this.#nodes.get(name);
    if (!info) return;
    if (info.pods.size) info.node = undefined;
    else this.#nodes.delete(name);
    this.#images = undefined;
    this.#reshape();
  }

  #reshape(): void {
    this.#inOrder = undefined;
    this.shape++;
    this.revision++;
  }

  #place(before: Pod | undefined, after: Pod | undefined): void {
    const was = before && nodeOf(before);
    const is = after && nodeOf(after);
    if (was && was === is && sameForNodes(before, after as Pod)) {
      this.#nodes.get(was)?.refresh(podInfo(after as Pod));
      return;
    }
    if (was ?? is) this.revision++;
    if (was) this.#unplace(was, (before as Pod).metadata.uid);
    if (is) {
      let info = this.#nodes.get(is);
      if (!info) this.#nodes.set(is, (info = new NodeInfo(is)));
      info.add(podInfo(after as Pod));
    }
    this.#nominate(before, after);
  }

  #unplace(node: string, uid: string): void {
    const info = this.#nodes.get(node);
    info?.remove(uid);
    if (info && !info.node && !info.pods.size) this.#nodes.delete(node);
  }

  #nominate(before: Pod | undefined, after: Pod | undefined): void {
    const was = before && nominationOf(before);
    const is = after && nominationOf(after);
    if (was && was !== is) {
      const there = this.#nominated.get(was);
      there?.delete((before as Pod).metadata.uid);
      if (!there?.size) this.#nominated.delete(was);
    }
    if (is) {
      const there = this.#nominated.get(is);
      if (there) there.set((after as Pod).metadata.uid, after as Pod);
      else this.#nominated.set(is, new Map([[(after as Pod).metadata.uid, after as Pod]]));
    }
    if (was !== is) this.revision++;
  }
}

const nodeOf = (p: Pod): string | undefined => (p.spec.nodeName && !isTerminal(p) ? p.spec.nodeName : undefined);
const nominationOf = (p: Pod): string | undefined =>
  !p.spec.nodeName && !isTerminal(p) ? p.status.nominatedNodeName || undefined : undefined;

/** Status reports of a running pod change nothing for others. */
function sameForNodes(a: Pod, b: Pod): boolean {
  return (
    a.spec === b.spec &&
    a.metadata.labels === b.metadata.labels &&
    a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
    namespaceOf(a) === namespaceOf(b)
  );
}

const zoneOf = (n: Node): string => `${n.metadata.labels?.[REGION] ?? ''}/${n.metadata.labels?.[ZONE] ?? ''}`;

/** Nodes by name, a zone at a time in turn, so that a part of the list is a fair part of every zone. */
function zonesInTurn(list: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const n of [...list].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const zone = zoneOf(n.node as Node);
    const has = zones.get(zone);
    if (has) has.push(n);
    else zones.set(zone, [n]);
  }
  const turns = [...zones].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ns]) => ns);
  const out: NodeInfo[] = [];
  for (let i = 0; out.length < list.length; i++) for (const zone of turns) if (i < zone.length) out.push(zone[i] as NodeInfo);
  return out;
}

function countImages(list: readonly NodeInfo[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const n of list)
    for (const image of n.node?.status.images ?? []) for (const name of image.names ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
