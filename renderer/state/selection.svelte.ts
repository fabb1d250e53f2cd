/** What is selected: shared by canvas, tree, inspector and time line. */

/**
 * Log keys of objects, the one last added in the lead; or one relation of the canvas. What is selected need not be there:
 * it may have been deleted, or not yet made at the instant shown, and be back at the next.
 */
export class Selection {
  #keys = $state.raw<readonly string[]>([]);
  #relation = $state.raw<string | undefined>(undefined);
  readonly #set: ReadonlySet<string> = $derived(new Set(this.#keys));

  get keys(): readonly string[] {
    return this.#keys;
  }

  /** The object that the inspector shows. */
  get primary(): string | undefined {
    return this.#keys.at(-1);
  }

  /** The id of a selected relation. */
  get relation(): string | undefined {
    return this.#relation;
  }

  has(key: string): boolean {
    return this.#set.has(key);
  }

  /** Selects just these. */
  set(keys: readonly string[]): void {
    this.#keys = keys;
    this.#relation = undefined;
  }

  /** Adds one to the selection, or takes it out again. */
  toggle(key: string): void {
    this.set(this.has(key) ? this.#keys.filter((k) => k !== key) : [...this.#keys, key]);
  }

  /** Selects a relation and no object. */
  setRelation(id: string): void {
    this.#keys = [];
    this.#relation = id;
  }

  clear(): void {
    this.set([]);
  }
}
