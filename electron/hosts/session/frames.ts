/** Speaks the contract in frames over any transport of texts: a WebSocket, a message port. */
import { isObject } from '#shared/api/json.ts';
import type { HostFrame } from '#shared/ipc/wire.ts';
import type { Desk } from './desk.ts';
import { wireError } from './refusals.ts';
import { answer } from './requests/index.ts';
import { subscribe } from './streams/index.ts';
import type { Sink } from './streams/stream.ts';
import { Viewer } from './viewer.ts';

/** One end of a transport. */
export interface FramePort {
  send(text: string): void;
  /** True while what was sent has not gone out yet and more would only pile up. */
  readonly full: boolean;
  /** Calls back once when there is room again. */
  onDrain(run: () => void): void;
}

/** A window at the other end of a transport. */
export interface FrameReader {
  /** Takes what came in. A text that is no frame is answered with nothing. */
  hear(text: string): void;
  leave(): void;
}

/** Sits somebody at the other end of a port down at a desk. */
export function readFrames(desk: Desk, port: FramePort): FrameReader {
  const viewer = new Viewer(desk);
  const streams = new Map<number, () => void>();
  let left = false;
  const say = (frame: HostFrame) => {
    if (!left) port.send(JSON.stringify(frame));
  };

  function listen(id: number, name: string): void {
    const sink: Sink<unknown> = {
      send: (value) => say({ item: id, value }),
      get full() {
        return port.full;
      },
      onDrain: (run) => port.onDrain(run),
    };
    try {
      streams.get(id)?.();
      streams.delete(id);
      streams.set(id, subscribe(viewer, name, sink));
    } catch (e) {
      say({ end: id, why: wireError(e).message });
    }
  }

  return {
    hear(text) {
      const frame = parsed(text);
      if (!frame) return;
      const { request, subscribe: stream, unsubscribe, name, input } = frame;
      if (typeof request === 'number' && typeof name === 'string') {
        answer(viewer, name, input).then(
          (value) => say({ reply: request, value: value ?? null }),
          (e: unknown) => say({ reply: request, error: wireError(e) }),
        );
      } else if (typeof stream === 'number' && typeof name === 'string') listen(stream, name);
      else if (typeof unsubscribe === 'number') {
        streams.get(unsubscribe)?.();
        streams.delete(unsubscribe);
      }
    },
    leave() {
      left = true;
      for (const end of streams.values()) end();
      streams.clear();
      viewer.leave();
    },
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return isObject(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
