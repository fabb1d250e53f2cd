/**
 * A double of Electron: the compiled main process and preload run unmodified, and each BrowserWindow is a page of a real
 * Chromium. It covers what they say to each other, menus, dialogs, windows and files; it cannot cover the sandbox, context
 * isolation, native dialogs or the packed archive.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Complaints } from '../../hosts/complaints.ts';
import { pageSide } from './page-side.ts';
import { asApplication, DoubleWindow, type Stage, type WindowOptions } from './window.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the person answers to the next dialogs. */
export interface ScriptedDialogs {
  open: readonly string[];
  save: string | undefined;
  readonly errors: string[];
}

/** An application that runs on the double. */
export interface ShellUnderTest {
  readonly windows: readonly DoubleWindow[];
  readonly dialogs: ScriptedDialogs;
  readonly app: EventEmitter;
  /** The handlers that the shell gave the session, by name. */
  readonly handlers: ReadonlyMap<string, (...args: readonly unknown[]) => unknown>;
  /** The page of the newest window. */
  page(): Promise<Page>;
  /** Clicks the item of the application's menu with this id. */
  menu(id: string): void;
  /** Clicks a recent document in the menu. */
  recent(label: string): void;
  /** Settles once the application has ended. */
  readonly ended: Promise<void>;
  quit(): Promise<void>;
}

interface MenuItem {
  readonly id?: string;
  readonly label?: string;
  readonly submenu?: readonly MenuItem[];
  click?(): void;
}

const doubles = new Map<string, object>();
Object.assign(globalThis, { electronDoubles: doubles });
let launches = 0;

registerHooks({
  resolve(specifier, context, next) {
    const run = /[?&]double=(\d+)/.exec(context.parentURL ?? '')?.[1];
    return specifier === 'electron' && run !== undefined
      ? { url: `double:${run}`, format: 'module', shortCircuit: true }
      : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('double:')) return next(url, context);
    const names = ['app', 'BrowserWindow', 'dialog', 'Menu', 'nativeTheme', 'protocol', 'screen', 'session'];
    return {
      format: 'module',
      shortCircuit: true,
      source: `export const { ${names.join(', ')} } = globalThis.electronDoubles.get(${JSON.stringify(url)});`,
    };
  },
});

/** What an application is launched with. */
interface Launch {
  readonly home: string;
  readonly files?: readonly string[];
  readonly viewport: { readonly width: number; readonly height: number };
  readonly complaints: Complaints;
}

/** Launches the built application with a home of its own and the files of a command line. */
export async function launchDouble(browser: Browser, { home, files = [], viewport, complaints }: Launch): Promise<ShellUnderTest> {
  const context = await browser.newContext({ viewport: { ...viewport }, reducedMotion: 'reduce' });
  complaints.listen(context);
  const windows: DoubleWindow[] = [];
  const handlers = new Map<string, (...args: readonly unknown[]) => unknown>();
  const dialogs: ScriptedDialogs = { open: [], save: undefined, errors: [] };
  let menu: readonly MenuItem[] = [];
  let focused: DoubleWindow | null = null;
  let quitting = false;
  let gone = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });

  const stage: Stage = {
    async newPage(_options, hear) {
      const page = await context.newPage();
      await page.exposeBinding('__electronSay', (_source, channel: string, args: readonly unknown[]) => {
        hear(channel, args);
      });
      await page.addInitScript({ content: pageSide(readFileSync(`${root}out/preload/index.cjs`, 'utf8')) });
      return page;
    },
    opened(w) {
      windows.push(w);
      focused = w;
      queueMicrotask(() => app.emit('web-contents-created', {}, w.webContents));
    },
    closed(w) {
      windows.splice(windows.indexOf(w), 1);
      focused = windows.at(-1) ?? null;
      if (windows.length === 0 && !quitting) app.emit('window-all-closed');
    },
  };

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    requestSingleInstanceLock: () => true,
    enableSandbox() {},
    whenReady: () => Promise.resolve(),
    isReady: () => true,
    getAppPath: () => root,
    getPath: () => home,
    getVersion: () => '0.0.0-test',
    addRecentDocument() {},
    quit() {
      quitting = true;
      for (const w of [...windows]) w.close();
      const event = {
        prevented: false,
        preventDefault() {
          this.prevented = true;
        },
      };
      app.emit('will-quit', event);
      if (!event.prevented) gone();
    },
  });
  const session = {
    setPermissionRequestHandler: (h: () => unknown) => handlers.set('permission', h),
    setPermissionCheckHandler: (h: () => unknown) => handlers.set('permission-check', h),
    setDevicePermissionHandler: (h: () => unknown) => handlers.set('device', h),
    webRequest: { onBeforeRequest: (h: (...args: readonly never[]) => unknown) => handlers.set('request', h as never) },
    protocol: { handle: (scheme: string, h: (r: never) => unknown) => handlers.set(`protocol:${scheme}`, h as never) },
  };
  const run = `double:${++launches}`;
  doubles.set(run, {
    app,
    session: { defaultSession: session },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: { registerSchemesAsPrivileged() {} },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 2560, height: 1440 } }] },
    Menu: {
      buildFromTemplate: (t: readonly MenuItem[]) => t,
      setApplicationMenu: (t: readonly MenuItem[]) => {
        menu = t;
      },
    },
    BrowserWindow: class extends DoubleWindow {
      constructor(options: WindowOptions) {
        super(stage, options);
      }
      static getFocusedWindow() {
        return focused;
      }
    },
    dialog: {
      showErrorBox: (title: string, text: string) => {
        dialogs.errors.push(`${title}: ${text}`);
      },
      showOpenDialog: () => Promise.resolve({ canceled: dialogs.open.length === 0, filePaths: dialogs.open }),
      showSaveDialog: () => Promise.resolve({ canceled: dialogs.save === undefined, filePath: dialogs.save ?? '' }),
    },
  });
  await serve(context, handlers);

  const { argv } = process;
  process.argv = ['electron', root, ...files];
  try {
    await import(`${pathToFileURL(`${root}out/main/index.js`).href}?double=${launches}`);
  } finally {
    process.argv = argv;
  }
  const item = (items: readonly MenuItem[], id: string): MenuItem | undefined => {
    for (const i of items) {
      const found = i.id === id ? i : item(Array.isArray(i.submenu) ? i.submenu : [], id);
      if (found) return found;
    }
    return undefined;
  };
  const recentItems = (items: readonly MenuItem[]): readonly MenuItem[] =>
    items.flatMap((i) => (i.id === 'recent' ? (i.submenu ?? []) : Array.isArray(i.submenu) ? recentItems(i.submenu) : []));
  return {
    windows,
    dialogs,
    app,
    handlers,
    ended,
    page: async () => {
      const w = windows.at(-1);
      if (!w) throw new Error('there is no window');
      return w.page;
    },
    menu(id) {
      const found = item(menu, id);
      if (!found?.click) throw new Error(`the menu has no ${id}`);
      found.click();
    },
    recent(label) {
      const found = recentItems(menu).find((i) => i.label === label);
      if (!found?.click) throw new Error(`${label} is not among the recent documents of the menu`);
      found.click();
    },
    async quit() {
      // what is still being loaded (an icon, last of all) is not torn off: Playwright trips over answers to a page that is gone
      for (const w of windows) await (await w.page).waitForLoadState('networkidle').catch(() => undefined);
      app.quit();
      await ended;
      await context.close();
    },
  };
}

/** Every request of every page goes through what the shell has set up: its filter, then its protocol. */
async function serve(context: BrowserContext, handlers: ReadonlyMap<string, (...args: readonly never[]) => unknown>): Promise<void> {
  await context.route('**/*', async (route) => {
    const url = asApplication(route.request().url());
    const allowed = await new Promise<boolean>((resolve) => {
      (handlers.get('request') as (d: object, a: (x: { cancel: boolean }) => void) => void)({ url }, ({ cancel }) => resolve(!cancel));
    });
    if (!allowed) return route.abort('blockedbyclient');
    if (!url.startsWith('drydock:')) return route.continue();
    const answer = await (handlers.get('protocol:drydock') as (r: { url: string; method: string }) => Promise<Response>)({
      url,
      method: route.request().method(),
    });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
}
