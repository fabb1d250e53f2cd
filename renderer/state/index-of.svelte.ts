/** An index over the mirror: which objects belong to an id. Kept up to date by what changes, read reactively. */
import type { ApiObject } from '#shared/api/object.ts';

const NONE: readonly never[] = Object.freeze([]);

/**
 * Objects by ids derived from them (a namespace, an owner's uid, a node's name). Lists of ids that did not change stay the
 * very same, so what is derived from them does not run again.
 */
export class Index<T extends ApiObject = ApiObject> {
  readonly #idOf: (o: T) => string | undefined;
  readonly #members = new Map<string, Map<string, T>>();
  readonly #lists = new Map<string, readonly T[]>();
  #version = $state(0);
  #changed = false;

  constructor(idOf: (o: T) => string | undefined) {
    this.#idOf = idOf;
  }

  /** The objects of an id, in the order they came; empty where there are none. */
  get(id: string): readonly T[] {
    void this.#version;
    const known = this.#lists.get(id);
    if (known) return known;
    const members = this.#members.get(id);
    if (!members) return NONE;
    const list = [...members.values()];
    this.#lists.set(id, list);
    return list;
  }

  /** The ids that have objects. */
  ids(): readonly string[] {
    void this.#version;
    return [...this.#members.keys()];
  }

  /** Takes note that the object of a log key changed. */
  put(key: string, before: T | undefined, after: T | undefined): void {
    const from = before && this.#idOf(before);
    const to = after && this.#idOf(after);
    if (from !== undefined && from !== to) this.#remove(from, key);
    if (to !== undefined) this.#add(to, key, after as T);
  }

  /** Forgets everything. */
  clear(): void {
    this.#members.clear();
    this.#lists.clear();
    this.#changed = true;
  }

  /** Lets readers know, once for all that was put since. */
  publish(): void {
    if (this.#changed) this.#version++;
    this.#changed = false;
  }

  #add(id: string, key: string, o: T): void {
    let members = this.#members.get(id);
    if (!members) this.#members.set(id, (members = new Map<string, T>()));
    members.set(key, o);
    this.#lists.delete(id);
    this.#changed = true;
  }

  #remove(id: string, key: string): void {
    const members = this.#members.get(id);
    if (!members?.delete(key)) return;
    if (members.size === 0) this.#members.delete(id);
    this.#lists.delete(id);
    this.#changed = true;
  }
}
