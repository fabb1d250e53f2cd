/** The objects of a design as its graph is read from them: by key, uid, namespace and controller, kept by what changes. */
import { controllerOf, namespaceOf, type ApiObject } from '../api/object.ts';
import type { Node, Pod } from '../kinds/types.ts';
import { ownKind } from './own-kind.ts';
import { isComing } from './state.ts';

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Filled by whoever knows the objects; readings only look. Versions count changes, so that what did not change is not read again. */
export class DesignObjects {
  readonly #byKey = new Map<string, ApiObject>();
  readonly #keyByUid = new Map<string, string>();
  readonly #owned = new Map<string, Map<string, ApiObject>>();
  readonly #byNamespace = new Map<string, Map<string, ApiObject>>();
  readonly #podsByNode = new Map<string, Map<string, Pod>>();
  readonly #versions = new Map<string, number>();
  readonly #coming = new Set<string>();

  /** Puts an object under its log key, or (undefined) takes away what was there. */
  put(key: string, o: ApiObject | undefined): void {
    const before = this.#byKey.get(key);
    if (before === o) return;
    if (before) this.#remove(key, before, o);
    if (o) this.#add(key, o);
    const touched = (o ?? before) as ApiObject;
    this.#touch(namespaceOf(touched));
    if (namespaceOf(touched) === '' && touched.kind !== 'Node' && (!before || !o)) this.#touch('~');
    if (touched.kind === 'Pod') for (const node of new Set([nodeNameOf(before), nodeNameOf(o)])) if (node) this.#touch(`node/${node}`);
    if (touched.kind === 'Node') this.#nodeChanged(key, o, touched.metadata.name);
  }

  clear(): void {
    for (const m of [this.#byKey, this.#keyByUid, this.#owned, this.#podsByNode, this.#coming]) m.clear();
    for (const ns of this.#byNamespace.keys()) this.#touch(ns);
    for (const id of [...this.#versions.keys()]) if (id.startsWith('node/')) this.#touch(id);
    this.#byNamespace.clear();
  }

  get(key: string): ApiObject | undefined {
    return this.#byKey.get(key);
  }

  byUid(uid: string): ApiObject | undefined {
    const key = this.#keyByUid.get(uid);
    return key === undefined ? undefined : this.#byKey.get(key);
  }

  /** The key of the object of a uid. */
  keyOfUid(uid: string): string | undefined {
    return this.#keyByUid.get(uid);
  }

  /** What an object controls, by key. */
  ownedBy(uid: string): ReadonlyMap<string, ApiObject> {
    return this.#owned.get(uid) ?? NONE;
  }

  /** What is in a namespace ('' for what is in none), by key, in the order it came. */
  inNamespace(namespace: string): ReadonlyMap<string, ApiObject> {
    return this.#byNamespace.get(namespace) ?? NONE;
  }

  /** Pods on a node. */
  onNode(name: string): ReadonlyMap<string, Pod> {
    return this.#podsByNode.get(name) ?? NONE;
  }

  /** Grows with every change in a namespace ('' for what is in none; '~' when something of the latter but a node comes or goes). */
  versionOf(namespace: string): number {
    return this.#versions.get(namespace) ?? 0;
  }

  /** Grows with every change of a node or of what is on it. */
  nodeVersionOf(name: string): number {
    return this.#versions.get(`node/${name}`) ?? 0;
  }

  /** True while a machine is on its way. */
  get coming(): boolean {
    return this.#coming.size > 0;
  }

  #nodeChanged(key: string, o: ApiObject | undefined, name: string): void {
    const was = this.coming;
    if (o && isComing(o)) this.#coming.add(key);
    else this.#coming.delete(key);
    if (was !== this.coming) for (const ns of this.#byNamespace.keys()) this.#touch(ns);
    this.#touch(`node/${name}`);
  }

  #touch(id: string): void {
    this.#versions.set(id, (this.#versions.get(id) ?? 0) + 1);
  }

  #add(key: string, o: ApiObject): void {
    this.#byKey.set(key, o);
    if (o.metadata.uid) this.#keyByUid.set(o.metadata.uid, key);
    within(this.#byNamespace, namespaceOf(o)).set(key, o);
    const owner = controllerOf(o)?.uid;
    const node = nodeNameOf(o);
    if (owner !== undefined) within(this.#owned, owner).set(key, o);
    if (node) within(this.#podsByNode, node).set(key, o as Pod);
  }

  /** An object that only changes keeps its place in every map it stays in: nothing on screen changes its order. */
  #remove(key: string, o: ApiObject, next: ApiObject | undefined): void {
    if (!next) {
      this.#byKey.delete(key);
      this.#byNamespace.get(namespaceOf(o))?.delete(key);
    }
    if (next?.metadata.uid !== o.metadata.uid && this.#keyByUid.get(o.metadata.uid) === key) this.#keyByUid.delete(o.metadata.uid);
    const owner = controllerOf(o)?.uid;
    const node = nodeNameOf(o);
    if (owner !== undefined && (!next || controllerOf(next)?.uid !== owner)) this.#owned.get(owner)?.delete(key);
    if (node && nodeNameOf(next) !== node) this.#podsByNode.get(node)?.delete(key);
  }
}

function nodeNameOf(o: ApiObject | undefined): string | undefined {
  return o && ownKind(o) === 'Pod' ? (o as Pod).spec.nodeName : undefined;
}

function within<T>(maps: Map<string, Map<string, T>>, id: string): Map<string, T> {
  let m = maps.get(id);
  if (!m) maps.set(id, (m = new Map<string, T>()));
  return m;
}

/** The name of the pool that made a node, where one did. */
export function poolOf(n: Node): string | undefined {
  const owner = controllerOf(n);
  return owner?.kind === 'NodePool' ? owner.name : undefined;
}
