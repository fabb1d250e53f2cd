/**
 * The web host: the same application in a browser, over HTTP and a WebSocket on loopback. The printed address carries a
 * token of this launch; the first visit changes it for a cookie, so that it stays out of the history.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { SOCKET_PATH } from '#shared/ipc/wire.ts';
import { isOwnHost, isOwnOrigin, sameSecret } from '../loopback/guard.ts';
import type { Desk } from '../session/desk.ts';
import { readFrames } from '../session/frames.ts';
import { fileFor, SAFE_HEADERS, sendFile } from './pages.ts';
import { socketPort } from './socket-port.ts';

export interface WebHostOptions {
  readonly desk: Desk;
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string;
  /** The folder of the built renderer. */
  readonly pages: string;
}

/** A running web host. */
export interface WebHost {
  /** Its address with the token. */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Files dropped on the window come in one message. */
const LARGEST_MESSAGE_BYTES = 256 * 2 ** 20;

/** Serves the application until it is closed. Rejects where the port is taken. */
export async function startWebHost({ desk, port, token, pages }: WebHostOptions): Promise<WebHost> {
  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) return say(response, ...refusal);
    answer(request, response);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused =
      refusalOf(request) ??
      (pathOf(request).pathname === SOCKET_PATH ? undefined : ([404, ''] as const)) ??
      (isKnown(request) ? undefined : ([401, ''] as const));
    if (refused) socket.end(`HTTP/1.1 ${refused[0]} Refused\r\nconnection: close\r\n\r\n`);
    else
      sockets.handleUpgrade(request, socket, head, (ws) => {
        const reader = readFrames(desk, socketPort(ws));
        ws.on('message', (data, binary) => {
          if (!binary) reader.hear((data as Buffer).toString('utf8'));
        });
        ws.on('close', () => reader.leave());
        ws.on('error', () => ws.terminate());
      });
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = pathOf(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is answered here.');
    if (sameSecret(searchParams.get('token') ?? '', token)) {
      response.writeHead(303, {
        ...SAFE_HEADERS,
        location: pathname,
        'cache-control': 'no-store',
        'set-cookie': `${cookieName()}=${token}; HttpOnly; SameSite=Strict; Path=/`,
      });
      response.end();
      return;
    }
    if (!isKnown(request)) return say(response, 401, 'Open Drydock by the whole address it printed: it holds a token that only you know.');
    const file = fileFor(pages, pathname);
    if (file) sendFile(response, file, request.method === 'HEAD');
    else say(response, 404, 'There is nothing here.');
  }

  function refusalOf(request: IncomingMessage): readonly [number, string] | undefined {
    if (!isOwnHost(request.headers.host, portOf(server))) return [421, 'This is not the address of Drydock.'];
    return isOwnOrigin(request) ? undefined : [403, 'Pages of other servers may not speak to Drydock.'];
  }

  /** Cookies know no ports: two hosts on one machine would overwrite each other's. */
  const cookieName = () => `drydock-${portOf(server)}`;

  function isKnown(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((c) => c.trim().split('='));
    const given = cookies.find(([name]) => name === cookieName())?.[1] ?? pathOf(request).searchParams.get('token') ?? '';
    return sameSecret(given, token);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: `http://${LOOPBACK}:${portOf(server)}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const ws of sockets.clients) ws.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo | null)?.port ?? -1;

function pathOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '/', 'http://drydock') ?? new URL('http://drydock/');
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SAFE_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
