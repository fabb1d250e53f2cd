/** Long work under way on the other side. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Progress } from '#shared/ipc/host.ts';

/** What is being done, for the bar in the status line. */
export class Work {
  #under = $state.raw<readonly Progress[]>([]);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** The work that began first and is not finished. */
  get current(): Progress | undefined {
    return this.#under[0];
  }

  receive(p: Progress): void {
    const others = this.#under.filter((w) => w.id !== p.id);
    if (p.finished) this.#under = others;
    else this.#under = others.length === this.#under.length ? [...others, p] : this.#under.map((w) => (w.id === p.id ? p : w));
  }

  /** Asks for it to end early. */
  async cancel(id: string): Promise<void> {
    await this.#bridge.request('work.cancel', { id });
  }

  clear(): void {
    this.#under = [];
  }
}
