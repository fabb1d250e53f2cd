/** Where boxes lie, by view and log key: put there by hand, or arranged once and written down. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Layout, Placement } from '#shared/ipc/layout.ts';

/** The placements of the open document. */
export class Placements {
  #layout = $state.raw<Layout | undefined>(undefined);
  /** Counts what was asked for: the answer of a document that is open no more comes too late. */
  #asked = 0;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** False until what was kept with the document is known. */
  get ready(): boolean {
    return this.#layout !== undefined;
  }

  /** Reads what was kept with the document. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.#layout = undefined;
    const layout = await this.#bridge.request('layout.get', {});
    if (asked === this.#asked) this.#layout = layout;
  }

  /** The placements of a view; boxes that nobody has placed are not in it. */
  of(view: string): Readonly<Record<string, Placement>> {
    return this.#layout?.[view] ?? NONE;
  }

  /** Puts boxes, shown at once and kept with the document. Null forgets one. */
  async put(view: string, placements: Readonly<Record<string, Placement | null>>): Promise<void> {
    const next: Record<string, Placement> = { ...this.of(view) };
    for (const [key, p] of Object.entries(placements)) {
      if (p) next[key] = p;
      else delete next[key];
    }
    this.#layout = { ...this.#layout, [view]: next };
    await this.#bridge.request('layout.put', { view, placements });
  }
}

const NONE: Readonly<Record<string, Placement>> = Object.freeze({});
