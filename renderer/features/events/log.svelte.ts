/** The newest rows of the log, and older ones as they are asked for. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { LogRow } from '#shared/ipc/timeline.ts';

const PAGE = 300;
/** While time runs, asking more often would show nothing more. */
const AGAIN_MS = 400;

export class Log {
  /** Newest first. */
  rows = $state.raw<readonly LogRow[]>([]);
  /** True once there is nothing older. */
  complete = $state(false);
  readonly #bridge: Bridge;
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Reads on to a revision: what is new since, or all anew where that is too much (or the document another). */
  async follow(revision: number): Promise<void> {
    if (this.#asking || this.#timer !== undefined) return;
    const newest = this.rows[0]?.revision ?? 0;
    if (revision === newest) return;
    await this.#ask(async () => {
      if (newest === 0 || revision < newest || revision - newest > PAGE) {
        this.rows = await this.#bridge.request('timeline.rows', { before: revision + 1, limit: PAGE });
        this.complete = this.rows.length < PAGE;
      } else {
        const fresh = await this.#bridge.request('timeline.rows', { after: newest, limit: PAGE });
        this.rows = [...fresh.filter((r) => r.revision <= revision).toSorted((a, b) => b.revision - a.revision), ...this.rows];
      }
    });
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
    }, AGAIN_MS);
  }

  /** Reads the page before the oldest. */
  async older(): Promise<void> {
    const oldest = this.rows.at(-1)?.revision;
    if (this.complete || oldest === undefined) return;
    await this.#ask(async () => {
      const page = await this.#bridge.request('timeline.rows', { before: oldest, limit: PAGE });
      this.rows = [...this.rows, ...page];
      this.complete = page.length < PAGE;
    });
  }

  /** Asks no more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(run: () => Promise<void>): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      await run();
    } finally {
      this.#asking = false;
    }
  }
}
