/**
 * How the contract travels: as JSON frames, over one WebSocket in the browser and over what the preload puts on the window
 * in the desktop. Errors are carried as values, for an Error loses its fields on the way between processes.
 */

/** An error as it crosses processes. */
export interface WireError {
  /** Kubernetes' reason where it is an API error; otherwise what kind of fault it is. */
  readonly reason: string;
  readonly message: string;
  readonly details?: unknown;
}

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

/** What the preload exposes as `window.drydock`: frames as texts, and one fact only it can know. */
export interface PreloadPort {
  /** Says a ClientFrame, as JSON. */
  say(text: string): void;
  /** Hears every HostFrame from now on, as JSON; another listener takes the place of the last. */
  hear(listener: (text: string) => void): void;
  /** The path of a file dropped on the window, '' where it has none. */
  pathOf(file: unknown): string;
}
