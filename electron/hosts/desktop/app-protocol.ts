/** drydock://app/: the built renderer under a scheme of its own, so that no page is ever a file. */
import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { fileFor, SAFE_HEADERS, typeOf } from '../web/pages.ts';
import { PAGE_ORIGIN } from './channels.ts';

const SCHEME = 'drydock';

/** Must be called before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the files of a folder to a session's pages. */
export function servePages(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = URL.parse(request.url);
    const file = url && request.url.startsWith(`${PAGE_ORIGIN}/`) ? fileFor(folder, url.pathname) : undefined;
    if (!file || request.method !== 'GET') return new Response('There is nothing here.', { status: 404, headers: SAFE_HEADERS });
    return new Response(await readFile(file), { headers: { ...SAFE_HEADERS, 'content-type': typeOf(file) } });
  });
}
