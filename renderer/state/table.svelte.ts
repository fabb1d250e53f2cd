/** The mirror's objects of one resource. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import { Index } from './index-of.svelte.ts';

/** All pods, all deployments, … by log key and by namespace. Reading is reactive; it changes at most once a frame. */
export class Table<T extends ApiObject = ApiObject> {
  readonly resource: ResourceId;
  /** '' holds what is cluster-scoped. */
  readonly byNamespace = new Index<T>(namespaceOf);
  readonly #objects = new Map<string, T>();
  #version = $state(0);
  #changed = false;
  readonly #all: readonly T[] = $derived.by(() => {
    void this.#version;
    return [...this.#objects.values()];
  });

  constructor(resource: ResourceId) {
    this.resource = resource;
  }

  /** Every object, in the order they came. */
  get all(): readonly T[] {
    return this.#all;
  }

  /** How many there are. */
  get size(): number {
    void this.#version;
    return this.#objects.size;
  }

  /** The object of a log key. */
  get(key: string): T | undefined {
    void this.#version;
    return this.#objects.get(key);
  }

  /** The object of a log key as it was put last, for readers that do not want to be told of changes. */
  peek(key: string): T | undefined {
    return this.#objects.get(key);
  }

  /** Puts or (without an object) removes; answers with what was there before. */
  put(key: string, after: T | undefined): T | undefined {
    const before = this.#objects.get(key);
    if (after) this.#objects.set(key, after);
    else this.#objects.delete(key);
    if (before === after) return before;
    this.byNamespace.put(key, before, after);
    this.#changed = true;
    return before;
  }

  /** Forgets everything. */
  clear(): void {
    this.#objects.clear();
    this.byNamespace.clear();
    this.#changed = true;
  }

  /** Lets readers know, once for all that was put since. */
  publish(): void {
    if (this.#changed) this.#version++;
    this.#changed = false;
    this.byNamespace.publish();
  }
}
