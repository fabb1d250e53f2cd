/**
 * How the contract travels. In the browser: JSON frames over one WebSocket. In the desktop: what the preload puts on the
 * window. Both carry errors as values, for an Error loses its fields on the way between processes.
 */
import type { WireError } from './contract.ts';

/** Where the web host's socket is. The token of the page's address (`/?token=…`) goes along as `?token=…`. */
export const SOCKET_PATH = '/ws';

/** A frame from the page. Numbers are chosen by the page and never used twice on one socket. */
export type ClientFrame =
  | { readonly request: number; readonly name: string; readonly input: unknown }
  | { readonly subscribe: number; readonly name: string; readonly input: unknown }
  | { readonly unsubscribe: number };

/** A frame from the host: the answer to a request, an item of a stream, or a stream's end. */
export type HostFrame =
  | { readonly reply: number; readonly value: unknown }
  | { readonly reply: number; readonly error: WireError }
  | { readonly item: number; readonly value: unknown }
  | { readonly end: number; readonly why: string };

/** What a request comes to. */
export type Outcome = { readonly value: unknown } | { readonly error: WireError };

/** What the preload exposes as `window.drydock`: the contract's two verbs, untyped, and one fact only it can know. */
export interface PreloadPort {
  /** Never rejects. */
  request(name: string, input: unknown): Promise<Outcome>;
  /** Returns what ends the stream. */
  subscribe(name: string, input: unknown, sink: (item: unknown) => void, end: (why: string) => void): () => void;
  /** The path of a file dropped on the window, '' where it has none. */
  pathOf(file: unknown): string;
}
