/**
 * The bridge of the browser: one WebSocket to the web host. When it is lost it is opened again with growing pauses, and
 * every stream is asked for anew; each begins with a full first item, so nobody above notices more than a pause.
 */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { ClientFrame, HostFrame } from '#shared/ipc/wire.ts';
import type { Connection, ConnectionState } from './connection.ts';
import { BridgeError } from './errors.ts';

/** What of a WebSocket is used; tests give their own. */
export interface Socket {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((e: { readonly data: string }) => void) | null;
  send(text: string): void;
}

/** How sockets and pauses are made. */
export interface WebTransport {
  open(): Socket;
  after(ms: number, run: () => void): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(e: Error): void;
}
interface Stream {
  readonly name: string;
  readonly input: unknown;
  sink(item: unknown): void;
  end?(why: string): void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

/** Speaks the contract over sockets of `transport`, from now on. */
export function webBridge(transport: WebTransport): Connection {
  return new WebBridge(transport);
}

class WebBridge implements Connection {
  state: ConnectionState = 'connecting';
  readonly #transport: WebTransport;
  readonly #listeners = new Set<(s: ConnectionState) => void>();
  readonly #pending = new Map<number, Pending>();
  readonly #streams = new Map<number, Stream>();
  /** Asked before the first contact; said once there is one. */
  #unsaid: ClientFrame[] = [];
  #socket: Socket | undefined;
  #last = 0;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(transport: WebTransport) {
    this.#transport = transport;
    this.#connect();
  }

  readonly request = ((name: string, input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      if (this.state === 'away') return reject(lost());
      const id = ++this.#last;
      this.#pending.set(id, { resolve, reject });
      const frame = { request: id, name, input };
      if (this.state === 'open') this.#say(frame);
      else this.#unsaid.push(frame);
    })) as Bridge['request'];

  readonly subscribe = ((name: string, input: unknown, sink: (item: unknown) => void, end?: (why: string) => void) => {
    const id = ++this.#last;
    this.#streams.set(id, { name, input, sink, ...(end && { end }) });
    if (this.state === 'open') this.#say({ subscribe: id, name, input });
    return () => {
      if (this.#streams.delete(id) && this.state === 'open') this.#say({ unsubscribe: id });
    };
  }) as Bridge['subscribe'];

  onState(tell: (s: ConnectionState) => void): () => void {
    this.#listeners.add(tell);
    tell(this.state);
    return () => this.#listeners.delete(tell);
  }

  /** A browser does not say where a dropped file lies. */
  pathOf(): string {
    return '';
  }

  #connect(): void {
    const socket = this.#transport.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#enter('open');
      for (const [id, s] of this.#streams) this.#say({ subscribe: id, name: s.name, input: s.input });
      for (const frame of this.#unsaid.splice(0)) this.#say(frame);
    };
    socket.onmessage = (e) => this.#hear(JSON.parse(e.data) as HostFrame);
    socket.onclose = () => {
      if (this.state === 'open') this.#enter('away');
      const asked = [...this.#pending.values()];
      if (this.state === 'away') {
        this.#pending.clear();
        for (const p of asked) p.reject(lost());
      }
      this.#transport.after(this.#pauseMs, () => this.#connect());
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    };
  }

  #hear(frame: HostFrame): void {
    if ('reply' in frame) {
      const p = this.#pending.get(frame.reply);
      this.#pending.delete(frame.reply);
      if ('error' in frame) p?.reject(new BridgeError(frame.error));
      else p?.resolve(frame.value);
    } else if ('item' in frame) {
      this.#streams.get(frame.item)?.sink(frame.value);
    } else {
      const s = this.#streams.get(frame.end);
      this.#streams.delete(frame.end);
      s?.end?.(frame.why);
    }
  }

  #say(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #enter(state: ConnectionState): void {
    this.state = state;
    for (const tell of this.#listeners) tell(state);
  }
}

function lost(): BridgeError {
  return new BridgeError({
    reason: 'Disconnected',
    message: 'Drydock does not answer at the moment. Whether this was done shows once it is back.',
  });
}
