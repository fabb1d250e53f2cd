/** One window at a desk: which instant it shows, and whom it acts as. It asks requests and listens to streams. */
import { ApiError } from '#shared/api/errors.ts';
import type { ActingUser, ClockState, Requests, Streams } from '#shared/ipc/contract.ts';
import type { Desk } from './desk.ts';
import { requests } from './requests/index.ts';
import { Signal } from './signal.ts';
import { streams } from './streams/index.ts';
import type { Sink } from './streams/stream.ts';

/** The instant a window shows, where that is not now. */
export type Looking = NonNullable<ClockState['looking']>;

export class Viewer {
  readonly desk: Desk;
  /** Told when the window looks elsewhere. */
  readonly lookChanged = new Signal<void>();
  /** Whom it acts as; undefined is the design's own admin. */
  acting: ActingUser | undefined;
  #looking: Looking | undefined;
  readonly #streams = new Set<() => void>();
  readonly #endTurns: () => void;

  constructor(desk: Desk) {
    this.desk = desk;
    this.#endTurns = desk.sessionChanged.on(() => { this.#looking = undefined; this.acting = undefined; });
  }

  get looking(): Looking | undefined { return this.#looking; }

  /** Shows another instant; undefined is now. */
  look(at: Looking | undefined): void {
    this.#looking = at;
    this.lookChanged.tell();
  }

  /** Where time stands, as this window sees it. */
  clock(): ClockState {
    const looking = this.#looking;
    return { ...this.desk.session.clock(), ...(looking && { looking }) };
  }

  /** Answers a request of the contract. Rejects as the request is refused. */
  async request(name: string, input: unknown): Promise<unknown> {
    if (!Object.hasOwn(requests, name)) throw new ApiError('BadRequest', `There is no request ${JSON.stringify(name)}.`);
    return requests[name as keyof Requests](input, this);
  }

  /** Sends a stream of the contract. Returns what ends it. */
  subscribe(name: string, sink: Sink<never>): () => void {
    if (!Object.hasOwn(streams, name)) throw new ApiError('BadRequest', `There is no stream ${JSON.stringify(name)}.`);
    const end = streams[name as keyof Streams](this, sink);
    const once = () => { if (this.#streams.delete(once)) end(); };
    this.#streams.add(once);
    return once;
  }

  /** The window is gone. */
  leave(): void {
    for (const end of [...this.#streams]) end();
    this.#endTurns();
  }
}
