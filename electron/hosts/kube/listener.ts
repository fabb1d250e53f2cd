/**
 * The Kubernetes endpoint: the API over HTTPS on loopback, for kubectl and whatever else speaks it. Who shows the token of
 * this launch is the design's admin; who shows a service account's is that account, and who shows a certificate is whom it names.
 */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ApiError, statusOf } from '#shared/api/errors.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import { authenticateToken } from '#engine/apiserver/authentication/service-account-token.ts';
import { ANONYMOUS, authenticated } from '#engine/apiserver/authentication/users.ts';
import type { User } from '#engine/apiserver/context.ts';
import { PROTOBUF } from '#engine/apiserver/protobuf/decode.ts';
import type { Watch } from '#engine/apiserver/request/watch.ts';
import { isOwnHost, isOwnOrigin, sameSecret } from '../loopback/guard.ts';
import type { OpenDesign } from '../session/open-design.ts';
import { ADMIN } from '../session/users.ts';
import { isLong, pieces, sendPieces } from './body-pieces.ts';
import type { ServerCertificate } from './certificate.ts';
import { startSigner } from './request-signer.ts';
import { streamWatch } from './watch-stream.ts';

export interface ListenerOptions {
  readonly design: OpenDesign;
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string;
  readonly certificate: ServerCertificate;
}

/** A running endpoint. */
export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** As much as Kubernetes takes in one request. */
const LARGEST_BODY_BYTES = 3 * 2 ** 20;
/** A client sends its headers within ten seconds and the rest within thirty. */
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Serves the API until it is closed. Rejects where the port is taken. */
export async function startListener({ design, port, token, certificate }: ListenerOptions): Promise<Listener> {
  const server = createServer(
    {
      key: certificate.key,
      cert: certificate.certificate,
      ca: certificate.authority,
      requestCert: true,
      rejectUnauthorized: false,
      maxHeaderSize: 65_536,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      void answer(request, response);
    },
  );
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.maxHeadersCount = 200;
  // nobody hears 'upgrade': who asks for another protocol is answered in this one, with what the API says
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!(request.headersDistinct['host'] ?? ['']).every((host) => isOwnHost(host, portOf(server))))
        return await send(response, {
          status: 421,
          headers: { 'content-type': 'text/plain' },
          body: 'This is not the address of this server.\n',
        });
      if (!isOwnOrigin(request))
        return await send(response, refused(new ApiError('Forbidden', 'Pages of other servers may not speak to this one.')));
      if (!METHODS.has(request.method ?? ''))
        return await send(
          response,
          refused(new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource')),
        );
      const body = await bodyOf(request);
      const { open } = design;
      if (!open) return await send(response, refused(new ApiError('ServiceUnavailable', 'No design is open.')));
      const said: ApiRequest = {
        method: request.method as ApiRequest['method'],
        path: request.url ?? '/',
        headers: plainHeaders(request),
        body,
      };
      const user = certified(request.socket as TLSSocket) ?? userOf(request.headers.authorization);
      if (!user) return await send(response, refused(new ApiError('Unauthorized', 'Unauthorized')));
      const writes = said.method !== 'GET' && said.method !== 'HEAD' && said.method !== 'OPTIONS' && open.readOnly === undefined;
      const run = () => open.cluster.request(said, user);
      const result = writes ? await open.write(run) : open.read(run);
      if ('watch' in result) streamWatch(response, result satisfies Watch, design);
      else await send(response, result, request.method === 'HEAD');
    } catch (e) {
      if (response.headersSent) response.destroy();
      else void send(response, refused(e instanceof ApiError ? e : new ApiError('InternalError', 'Internal error occurred')));
    }
  }

  /** undefined for a token that nobody gave. Who shows something else than a token shows nothing. */
  function userOf(header: string | undefined): User | undefined {
    const given = /^Bearer (\S+)/i.exec(header?.trim() ?? '')?.[1];
    if (given === undefined) return ANONYMOUS;
    if (sameSecret(given, token)) return { name: ADMIN.user, groups: ADMIN.groups };
    const result = design.open && authenticateToken(design.open.cluster.core, given);
    return result && 'user' in result ? result.user : undefined;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const stopSigning = startSigner(design, certificate);
  return {
    url: `https://${LOOPBACK}:${portOf(server)}`,
    close: () =>
      new Promise((resolve) => {
        stopSigning();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who shows a certificate of the authority's is whom it names. */
function certified(socket: TLSSocket): User | undefined {
  if (!socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const { CN, O } = (subject ?? {}) as { readonly CN?: string; readonly O?: string | readonly string[] };
  return CN === undefined ? undefined : authenticated({ name: CN, groups: O === undefined ? [] : typeof O === 'string' ? [O] : O });
}

const portOf = (server: Server) => (server.address() as AddressInfo | null)?.port ?? -1;

const USUAL = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

const refused = (e: ApiError): ApiResponse => ({ status: e.code, body: statusOf(e) });

/** Reads a body, no further than it may be long. Of protobuf each byte is a character. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const tooLarge = () => new ApiError('RequestEntityTooLarge', `Request entity too large: limit is ${LARGEST_BODY_BYTES}`);
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > LARGEST_BODY_BYTES) throw tooLarge();
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString(request.headers['content-type']?.trim().toLowerCase().startsWith(PROTOBUF) ? 'latin1' : 'utf8');
}

/** Headers in lower case, each once. */
function plainHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(request.headersDistinct).map(([k, v]) => [k, (v ?? []).join(', ')]));
}

async function send(response: ServerResponse, { status, headers, body }: ApiResponse, headOnly = false): Promise<void> {
  if (isLong(body)) {
    response.writeHead(status, { ...USUAL, ...headers });
    if (headOnly) response.end();
    else await sendPieces(response, pieces(body));
    return;
  }
  if (status === 204 || status === 304) {
    response.writeHead(status, { 'cache-control': USUAL['cache-control'], ...headers });
    response.end();
    return;
  }
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    ...USUAL,
    ...headers,
    'content-length': Buffer.byteLength(text),
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(headOnly ? undefined : text);
}
