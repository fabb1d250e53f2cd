/** Something that several may be told of. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** How many want to be told. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Calls back at every tell(). Returns what ends it. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
