/** Chooses the way to the other side, once, at start. */
import { SOCKET_PATH, type PreloadPort } from '#shared/ipc/wire.ts';
import type { Connection } from './connection.ts';
import { desktopBridge } from './desktop.ts';
import { webBridge, type Socket } from './web.ts';

export type { Connection, ConnectionState } from './connection.ts';
export { BridgeError, messageOf } from './errors.ts';

/** The preload's port where there is one (the desktop), else a socket to the host that served this page. */
export function connect(): Connection {
  const port = (window as { drydock?: PreloadPort }).drydock;
  if (port) return desktopBridge(port);
  const address = new URL(SOCKET_PATH, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = location.search;
  return webBridge({
    open: () => new WebSocket(address) as unknown as Socket,
    after: (ms, run) => void setTimeout(run, ms),
  });
}
