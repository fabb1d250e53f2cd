/** Who may speak to a server on this machine: the holder of its token, by its own address, from its own pages. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A token for one launch: 256 bits, safe in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (s: string) => createHash('sha256').update(s).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The names by which this machine calls itself. */
const NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a Host header names this machine and port: a foreign name that was made to point here does not. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const m = /^(\[[0-9a-f:]+\]|[^:]+):(\d+)$/i.exec(host ?? '');
  return m !== null && NAMES.has((m[1] as string).toLowerCase()) && Number(m[2]) === port;
}

/** Whether a request comes from a page of this very server, or from no page at all. */
export function isOwnOrigin(r: IncomingMessage): boolean {
  const { origin, host } = r.headers;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
