/** Drydock on the desktop: one process, a window for each design, the session of each in a thread of its own. */
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { readManifests } from '../session/files.ts';
import { registerScheme, servePages } from './app-protocol.ts';
import { DesignWindow } from './design-window.ts';
import { lockDown, lockDownPages } from './hardening.ts';
import { setMenu } from './menu.ts';

const windows = new Set<DesignWindow>();
/** Files the system asked for before the application was ready. */
const early: string[] = [];
let quitting = false;
let newWindow: () => DesignWindow = () => {
  throw new Error('the application is not ready');
};

if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.enableSandbox();
  registerScheme();
  lockDownPages();
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) open([path]);
    else early.push(path);
  });
  app.on('second-instance', (_event, argv, folder) => {
    open(filesOf(argv, folder));
  });
  await app.whenReady();
  begin();
}

/** What begins once, when the application is ready. */
function begin(): void {
  const root = app.getAppPath();
  const store = new ApplicationStore(app.getPath('userData'));
  lockDown(session.defaultSession);
  servePages(session.defaultSession, join(root, 'out/renderer'));
  newWindow = () => {
    const w = new DesignWindow({
      store,
      resources: join(root, 'resources'),
      gone: (gone) => {
        windows.delete(gone);
        if (quitting && windows.size === 0) app.quit();
      },
    });
    windows.add(w);
    return w;
  };
  const refreshMenu = () =>
    setMenu({
      tell: (command) => {
        front()?.offer(command);
      },
      newWindow: () => {
        newWindow();
      },
      open: (path) => open([path]),
      recent: store.recent(),
    });
  refreshMenu();
  app.on('browser-window-focus', refreshMenu);
  app.on('activate', () => {
    if (windows.size === 0) newWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    quitting = true;
    if (windows.size > 0)
      event.preventDefault(); // their threads still commit
    else store.close();
  });
  open([...early, ...filesOf(process.argv, process.cwd())]);
}

/** The window in front, or any. */
function front(): DesignWindow | undefined {
  const focused = BrowserWindow.getFocusedWindow();
  return [...windows].find((w) => w.window === focused) ?? [...windows].at(-1);
}

/** Opens documents, each in a window of its own, and offers manifests to the window in front. */
function open(files: readonly string[]): void {
  const documents = files.filter((f) => f.endsWith('.drydock'));
  const manifests = files.filter((f) => !f.endsWith('.drydock'));
  for (const path of documents) {
    const there = [...windows].find((w) => w.document?.path === path);
    const window = there ?? [...windows].find((w) => w.document === null) ?? newWindow();
    if (!there) window.open(path);
    window.focus();
  }
  const window = front() ?? newWindow();
  window.focus();
  if (manifests.length === 0) return;
  try {
    window.offer({ command: 'import-files', files: readManifests(manifests) });
  } catch (e) {
    dialog.showErrorBox('This could not be read', (e as Error).message);
  }
}

/** The files of a command line. A program run from its sources is named with its folder, which is none. */
function filesOf(argv: readonly string[], folder: string): readonly string[] {
  return argv
    .slice(app.isPackaged ? 1 : 2)
    .filter((a) => !a.startsWith('-'))
    .map((a) => resolve(folder, a));
}
