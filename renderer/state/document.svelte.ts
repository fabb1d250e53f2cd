/** The open document, and how one is opened. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { DocumentInfo, RecentDocument, Sample } from '#shared/ipc/documents.ts';

/** The design in this window, or none while the start screen is shown. */
export class OpenDocument {
  #info = $state.raw<DocumentInfo | null>(null);
  /** Designs opened before, newest first. */
  recent = $state.raw<readonly RecentDocument[]>([]);
  samples = $state.raw<readonly Sample[]>([]);
  readonly #bridge: Bridge;
  readonly #turned: () => void;
  #moving = false;

  /** `turned` is told whenever another document (or none) has taken the place of the last. */
  constructor(bridge: Bridge, turned: () => void) {
    this.#bridge = bridge;
    this.#turned = turned;
  }

  get info(): DocumentInfo | null {
    return this.#info;
  }

  /** Takes what the host says is open: an answer, or an item of the stream, whichever is first. */
  receive(info: DocumentInfo | null): void {
    const other = info?.path !== this.#info?.path && !this.#moving;
    this.#info = info;
    if (other) this.#turned();
  }

  /** Reads what the start screen offers. */
  async loadOffers(): Promise<void> {
    [this.recent, this.samples] = await Promise.all([
      this.#bridge.request('document.recent', {}),
      this.#bridge.request('document.samples', {}),
    ]);
  }

  /** Begins a design: empty, of a sample, or under a name. */
  async create(as: { readonly sample?: string; readonly name?: string } = {}): Promise<void> {
    this.receive(await this.#bridge.request('document.new', as));
  }

  async open(path: string): Promise<void> {
    this.receive(await this.#bridge.request('document.open', { path }));
  }

  async saveCopy(path: string): Promise<string> {
    return (await this.#bridge.request('document.saveCopy', { path })).path;
  }

  /** Gives a draft its place; work goes on there. */
  async move(path: string): Promise<void> {
    this.#moving = true;
    try {
      this.receive(await this.#bridge.request('document.move', { path }));
    } finally {
      this.#moving = false;
    }
  }

  async close(): Promise<void> {
    await this.#bridge.request('document.close', {});
    this.receive(null);
    await this.loadOffers();
  }
}
