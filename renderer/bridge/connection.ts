/** A bridge, and whether there is anybody at its other end. */
import type { Bridge } from '#shared/ipc/contract.ts';

/** `connecting` before the first contact, `away` after one was lost. */
export type ConnectionState = 'connecting' | 'open' | 'away';

/** A bridge over a transport that may come and go. Streams outlive a loss: they begin again once it is back. */
export interface Connection extends Bridge {
  readonly state: ConnectionState;
  /** Tells at once, and then at every change. Returns what stops it. */
  onState(tell: (s: ConnectionState) => void): () => void;
  /** The path of a file dropped on the window, '' where the page cannot know it. */
  pathOf(file: File): string;
}
