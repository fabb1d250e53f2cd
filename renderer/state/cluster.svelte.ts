/**
 * The window's mirror of the cluster at the instant it looks at: list + watch made reactive. What arrives is gathered and
 * put in place once a frame, so thousands of writes a second cost the window one update.
 */
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import { deepFreeze } from '#shared/api/json.ts';
import { parseKey, type ResourceId } from '#shared/api/ref.ts';
import type { ObjectState } from '#shared/graph/object-state.ts';
import { WORKLOADS } from '#shared/graph/pod-template.ts';
import { isComing, isUnplaced, stateAmong } from '#shared/graph/state.ts';
import { podsOf } from '#shared/graph/workload-box.ts';
import { stateWithPods } from '#shared/graph/workload-state.ts';
import type { ObjectsBatch } from '#shared/ipc/objects.ts';
import type { Event, Namespace, Node, Pod } from '#shared/kinds/types.ts';
import { Index } from './index-of.svelte.ts';
import { Resources } from './resources.ts';
import { Table } from './table.svelte.ts';

/** What a frame changed. */
export interface ClusterChange {
  /** True where everything before is void. */
  readonly reset: boolean;
  readonly set: ReadonlyMap<string, ApiObject>;
  readonly gone: readonly string[];
}

/** Calls back at the next frame. */
export type OnFrame = (run: () => void) => void;

/** What has arrived and does not show yet; undefined is an object that is gone. */
interface Waiting {
  readonly reset: boolean;
  readonly objects: Map<string, ApiObject | undefined>;
  revision: number;
}

/** Of a workload: the lists of what it controls, its pods among them, and how it then is. */
interface Workload {
  readonly below: readonly (readonly ApiObject[])[];
  readonly pods: readonly Pod[];
  state?: { readonly of: ApiObject; readonly coming: boolean; readonly is: ObjectState };
}

const SHOWN_WITHIN_MS = 2_000;

/** The objects, by key, kind, namespace, uid, owner and node. Everything that reads is reactive unless it says otherwise. */
export class Cluster {
  readonly resources = new Resources();
  /** What an object controls, by the controller's uid. */
  readonly byOwner = new Index((o) => controllerOf(o)?.uid);
  readonly byUid = new Index((o) => o.metadata.uid);
  /** Pods by the name of their node. */
  readonly byNode = new Index<Pod>((p) => p.spec.nodeName);
  /** Events by the uid of what they are about. */
  readonly eventsAbout = new Index<Event>((e) => e.involvedObject.uid);

  /** False until the first list has arrived. */
  ready = $state(false);
  /** The revision shown. */
  revision = $state(0);

  /** True while a machine is on its way. */
  readonly coming = $derived.by(() => this.nodes.all.some(isComing));

  readonly #workloads = new Map<string, Workload>();
  readonly #tables = new Map<ResourceId, Table>();
  #tableCount = $state(0);
  /** Keys of the objects here: they are asked for all the time. */
  readonly #keys = new WeakMap<ApiObject, string>();
  readonly #listeners = new Set<(c: ClusterChange) => void>();
  readonly #onFrame: OnFrame;
  #waiting: Waiting | undefined;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
    this.#makeTables();
  }

  /** The table of a resource ('apps/deployments'); one that stays empty where there is no such resource yet. */
  table<T extends ApiObject = ApiObject>(resource: ResourceId): Table<T> {
    const t = this.#tables.get(resource);
    if (!t) void this.#tableCount; // ask again once resources were added
    return (t ?? new Table(resource)) as unknown as Table<T>;
  }

  get pods(): Table<Pod> {
    return this.table<Pod>('core/pods');
  }
  get nodes(): Table<Node> {
    return this.table<Node>('core/nodes');
  }
  get namespaces(): Table<Namespace> {
    return this.table<Namespace>('core/namespaces');
  }
  get events(): Table<Event> {
    return this.table<Event>('core/events');
  }

  /** The tables that hold something. */
  get tables(): readonly Table[] {
    void this.#tableCount;
    return [...this.#tables.values()].filter((t) => t.size > 0);
  }

  /** The object of a log key. */
  get(key: string): ApiObject | undefined {
    return this.table(parseKey(key).resource).get(key);
  }

  /** The object of a log key as it is, without being told of later changes. */
  peek(key: string): ApiObject | undefined {
    return this.#tables.get(parseKey(key).resource)?.peek(key);
  }

  /** The log key of an object; '' where its kind is unknown. */
  keyOf(o: ApiObject): string {
    return this.#keys.get(o) ?? this.resources.keyOf(o) ?? '';
  }

  /** What controls an object, where that is there. */
  ownerOf(o: ApiObject): ApiObject | undefined {
    const uid = controllerOf(o)?.uid;
    return uid === undefined ? undefined : this.byUid.get(uid)[0];
  }

  /** How an object is, in this cluster; a workload with its pods. */
  stateOf(o: ApiObject): ObjectState {
    if (!WORKLOADS.has(o.kind) || o.kind === 'Pod') return this.ownStateOf(o);
    const { coming } = this;
    const w = this.#workload(o);
    if (w.state?.of !== o || w.state.coming !== coming) w.state = { of: o, coming, is: stateWithPods(o, w.pods, coming) };
    return w.state.is;
  }

  /** The pods of a workload; none of what is none, and of a pod. */
  podsOf(o: ApiObject): readonly Pod[] {
    return WORKLOADS.has(o.kind) && o.kind !== 'Pod' ? this.#workload(o).pods : [];
  }

  /** What is known of a workload stays so while what it controls does: it is asked for by all that show it, each frame. */
  #workload(o: ApiObject): Workload {
    const below: (readonly ApiObject[])[] = [];
    const gather = (uid: string) => {
      const list = this.byOwner.get(uid);
      below.push(list);
      for (const c of list) if (c.kind === 'ReplicaSet' || c.kind === 'Job') gather(c.metadata.uid);
    };
    gather(o.metadata.uid);
    let known = this.#workloads.get(o.metadata.uid);
    if (!known || known.below.length !== below.length || known.below.some((list, i) => list !== below[i])) {
      known = { below, pods: podsOf(o, (uid) => this.byOwner.get(uid)) };
      this.#workloads.set(o.metadata.uid, known);
    }
    return known;
  }

  /** How an object says itself that it is. */
  ownStateOf(o: ApiObject): ObjectState {
    return stateAmong(o, isUnplaced(o) && this.coming);
  }

  /** Tells of every frame that changed something, after it is in place. Returns what stops it. */
  onChange(tell: (c: ClusterChange) => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** Settles once a revision is shown, or after a while where it never is. */
  shown(revision: number): Promise<void> {
    if (this.revision >= revision) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.onChange(() => {
        if (this.revision >= revision) settle();
      });
      const timer = setTimeout(() => settle(), SHOWN_WITHIN_MS);
      const settle = () => {
        stop();
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Lets go of everything: another document's objects will come, from their first list on. */
  forget(): void {
    this.#waiting = undefined;
    this.#clear();
    for (const p of this.#publishers()) p.publish();
    this.revision = 0;
    this.ready = false;
    for (const tell of this.#listeners) tell({ reset: true, set: new Map(), gone: [] });
  }

  /** Takes a step of the stream; it shows at the next frame. */
  receive(batch: ObjectsBatch): void {
    const first = !this.#waiting;
    if (first || batch.reset) this.#waiting = { reset: batch.reset ?? this.#waiting?.reset ?? false, objects: new Map(), revision: 0 };
    const w = this.#waiting as Waiting;
    w.revision = batch.revision;
    if (batch.reset) this.resources.clear();
    for (const o of batch.set) if (o.kind === 'CustomResourceDefinition') this.resources.define(o);
    for (const o of batch.set) {
      const key = this.keyOf(o);
      if (!key) continue;
      this.#keys.set(o, key);
      w.objects.set(key, o);
    }
    for (const key of batch.gone) w.objects.set(key, undefined);
    if (first) this.#onFrame(() => this.#settle());
  }

  #settle(): void {
    const w = this.#waiting;
    if (!w) return;
    this.#waiting = undefined;
    if (w.reset) this.#clear();
    this.#makeTables();
    const set = new Map<string, ApiObject>();
    const gone: string[] = [];
    for (const [key, o] of w.objects) {
      this.#put(key, o && deepFreeze(o));
      if (o) set.set(key, o);
      else gone.push(key);
    }
    for (const p of this.#publishers()) p.publish();
    this.revision = w.revision;
    this.ready = true;
    for (const tell of this.#listeners) tell({ reset: w.reset, set, gone });
  }

  #clear(): void {
    this.#workloads.clear();
    for (const p of this.#publishers()) p.clear();
  }

  #put(key: string, after: ApiObject | undefined): void {
    const { resource } = parseKey(key);
    const before = this.table(resource).put(key, after);
    if (before === after) return;
    this.byUid.put(key, before, after);
    this.byOwner.put(key, before, after);
    if (resource === 'core/pods') this.byNode.put(key, before as Pod | undefined, after as Pod | undefined);
    if (resource === 'core/events') this.eventsAbout.put(key, before as Event | undefined, after as Event | undefined);
  }

  /** Tables are never made while something is derived: what a reaction makes itself it would not be told of. */
  #makeTables(): void {
    for (const r of this.resources.all()) if (!this.#tables.has(r.id)) this.#tables.set(r.id, new Table(r.id));
    this.#tableCount = this.#tables.size;
  }

  #publishers(): Iterable<{ publish(): void; clear(): void }> {
    return [...this.#tables.values(), this.byUid, this.byOwner, this.byNode, this.eventsAbout];
  }
}

/** The names of the namespaces there are, in order. */
export function namespaceNames(c: Cluster): readonly string[] {
  return c.namespaces.all.map((n) => n.metadata.name).sort();
}
