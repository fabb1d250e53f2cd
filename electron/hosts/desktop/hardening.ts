/** What no page may do. Source: Electron's security checklist. */
import { app, type Session } from 'electron';
import { PAGE_ORIGIN } from './channels.ts';

/** Refuses every permission and every request that leaves the application. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_page, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwn(details.url) });
  });
}

/** Refuses navigation, new windows and embedded pages, in whatever is ever opened. */
export function lockDownPages(): void {
  app.on('web-contents-created', (_event, page) => {
    page.on('will-navigate', (event) => {
      event.preventDefault();
    });
    page.on('will-redirect', (event) => {
      event.preventDefault();
    });
    page.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    page.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** The application's own pages, what they make themselves, and the developer tools. */
function isOwn(url: string): boolean {
  return url.startsWith(`${PAGE_ORIGIN}/`) || /^(data|blob|devtools|chrome-extension):/.test(url);
}
