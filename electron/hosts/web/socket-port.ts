/** A WebSocket as a transport of frames. */
import type { WebSocket } from 'ws';
import type { FramePort } from '../session/frames.ts';

/** Bytes that may wait to go out before the reader counts as slow. */
const FULL_BYTES = 4 * 2 ** 20;
/** How often a slow reader is looked at, in ms. */
const LOOK_AGAIN_MS = 30;

export function socketPort(socket: WebSocket): FramePort {
  const port: FramePort = {
    send(text) {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    get full() {
      return socket.bufferedAmount > FULL_BYTES;
    },
    onDrain(run) {
      const look = () => {
        if (socket.readyState !== socket.OPEN) return;
        if (port.full) setTimeout(look, LOOK_AGAIN_MS);
        else run();
      };
      setTimeout(look, LOOK_AGAIN_MS);
    },
  };
  return port;
}
