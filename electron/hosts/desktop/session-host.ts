/** The main process's end of a window's session thread. */
import { join } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { HostCommand } from '#shared/ipc/host.ts';
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts';

/** What the thread tells. */
export interface SessionEvents {
  readonly said: (message: FromThread) => void;
  /** The thread died of a fault. */
  readonly died: (e: Error) => void;
}

export class SessionHost {
  readonly #thread: Worker;
  readonly #ended: Promise<void>;

  constructor(data: ThreadData, { said, died }: SessionEvents) {
    this.#thread = new Worker(join(import.meta.dirname, 'session-thread.js'), { workerData: data });
    this.#thread.on('message', said);
    this.#thread.on('error', died);
    this.#ended = new Promise((resolve) => {
      this.#thread.on('exit', () => resolve());
    });
  }

  /** A port for a page that sits down. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#say({ connect: port2 }, [port2]);
    return port1;
  }

  open(path: string): void {
    this.#say({ open: path });
  }

  offer(command: HostCommand): void {
    this.#say({ offer: command });
  }

  /** Commits and closes everything; resolves when the thread is gone. */
  end(): Promise<void> {
    this.#say({ end: true });
    return this.#ended;
  }

  #say(message: ToThread, transfer: readonly MessagePort[] = []): void {
    this.#thread.postMessage(message, [...transfer]);
  }
}
