/** What the person prefers, kept by the host across documents and launches. */
import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '#shared/ipc/contract.ts';

/** string for 'system', number for 232, boolean for true. */
type Widened<T> = T extends string ? string : T extends number ? number : boolean;

/** Named values. Reading is reactive; writing is kept at once, without waiting. */
export class Settings {
  readonly #values = new SvelteMap<string, unknown>();
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Reads what was kept. */
  async load(): Promise<void> {
    for (const [k, v] of Object.entries(await this.#bridge.request('settings.get', {}))) this.#values.set(k, v);
  }

  /** A value of the same type as the one given for its absence; anything else that was kept under the name is ignored. */
  get<T extends string | number | boolean>(name: string, otherwise: T): Widened<T> {
    const v = this.#values.get(name);
    return (typeof v === typeof otherwise ? v : otherwise) as Widened<T>;
  }

  /** Keeps a value. A host that cannot keep it is no reason to disturb anybody. */
  set(name: string, value: string | number | boolean): void {
    if (this.#values.get(name) === value) return;
    this.#values.set(name, value);
    this.#bridge.request('settings.put', { [name]: value }).catch(() => {});
  }
}
