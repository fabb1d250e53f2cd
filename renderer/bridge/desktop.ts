/** The bridge of the desktop: the same frames as over a socket, through what the preload puts on the window. It is always there. */
import type { PreloadPort } from '#shared/ipc/wire.ts';
import type { Connection } from './connection.ts';
import { webBridge, type Socket } from './web.ts';

/** Speaks the contract through the preload's port. */
export function desktopBridge(port: PreloadPort): Connection {
  const bridge = webBridge({ open: () => portSocket(port), after: () => {} });
  return Object.assign(bridge, { pathOf: (file: File) => port.pathOf(file) });
}

/** The port as a socket that opens at once and never closes. */
function portSocket(port: PreloadPort): Socket {
  const socket: Socket = { onopen: null, onclose: null, onmessage: null, send: (text) => port.say(text) };
  port.hear((data) => socket.onmessage?.({ data }));
  queueMicrotask(() => socket.onopen?.());
  return socket;
}
