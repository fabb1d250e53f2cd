/** The built renderer as files over HTTP. */
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** What the pages may do: run their own scripts and speak to the server they came from, nothing else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

/** Headers of everything that is served. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** The file that a path of an address means, undefined where there is none within the folder. */
export function fileFor(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const path = join(folder, normalize(decoded === '/' ? '/index.html' : decoded));
  return path.startsWith(folder + sep) && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

/** The media type of a file. */
export function typeOf(path: string): string {
  return TYPES[extname(path)] ?? 'application/octet-stream';
}

/** Sends a file. Those with a hash in their name never change. */
export function sendFile(response: ServerResponse, path: string, headOnly: boolean): void {
  const { size } = statSync(path);
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-type': typeOf(path),
    'content-length': size,
    'cache-control': /[\\/]assets[\\/]/.test(path) ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (headOnly) response.end();
  else
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response);
}
