/** What a stream of the contract is made of. */
import type { Streams } from '#shared/ipc/contract.ts';
import type { Viewer } from '../viewer.ts';

/** Where items go. A reader that does not keep up says so; what is merged meanwhile is sent when it has drained. */
export interface Sink<T> {
  send(item: T): void;
  /** True while the reader has enough to read. */
  readonly full: boolean;
  /** Calls back once when it has room again. */
  onDrain(run: () => void): void;
}

/** Begins a stream. Returns what ends it. */
export type Stream<K extends keyof Streams> = (viewer: Viewer, sink: Sink<Streams[K]['item']>) => () => void;
