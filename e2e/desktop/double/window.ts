/** BrowserWindow and WebContents of the double: a page of a real Chromium. */
import { EventEmitter } from 'node:events';
import type { Page } from '@playwright/test';

/** Pages of the application's scheme live here, since Chromium itself knows no such scheme. */
const STAGE = 'http://app.drydock.localhost';
const SCHEME = 'drydock://app';

/** The address in the application's words. */
export const asApplication = (url: string): string => (url.startsWith(STAGE) ? SCHEME + url.slice(STAGE.length) : url);
const onStage = (url: string): string => (url.startsWith(SCHEME) ? STAGE + url.slice(SCHEME.length) : url);

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly webPreferences?: Readonly<Record<string, unknown>>;
}

/** What a window needs of whoever launched the double. */
export interface Stage {
  /** A page into which preload runs, that says to `hear` what it sends. */
  newPage(options: WindowOptions, hear: (channel: string, args: readonly unknown[]) => void): Promise<Page>;
  /** Told when a window begins and when it is gone. */
  opened(window: DoubleWindow): void;
  closed(window: DoubleWindow): void;
}

export class DoubleContents extends EventEmitter {
  readonly ipc = new EventEmitter();
  openHandler: (() => { action: string }) | undefined;
  readonly #window: DoubleWindow;

  constructor(window: DoubleWindow) {
    super();
    this.#window = window;
  }

  get mainFrame() {
    return this.#window.frame;
  }

  isDestroyed(): boolean {
    return this.#window.isDestroyed();
  }

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }

  /** Messages reach the page in the order they were sent. */
  send(channel: string, ...args: readonly unknown[]): void {
    void this.#window.page
      .then((page) =>
        page.evaluate(([c, a]) => (globalThis as unknown as { __electronHear(c: unknown, a: unknown): void }).__electronHear(c, a), [
          channel,
          args,
        ] as const),
      )
      .catch(() => {});
  }
}

export class DoubleWindow extends EventEmitter {
  readonly options: WindowOptions;
  readonly webContents: DoubleContents;
  readonly page: Promise<Page>;
  readonly frame = { url: '' };
  title = '';
  represented = '';
  maximized = false;
  readonly #stage: Stage;
  #destroyed = false;

  constructor(stage: Stage, options: WindowOptions) {
    super();
    this.options = options;
    this.#stage = stage;
    this.webContents = new DoubleContents(this);
    this.page = stage.newPage(options, (channel, args) =>
      this.webContents.ipc.emit(channel, { sender: this.webContents, senderFrame: this.frame }, ...args),
    );
    stage.opened(this);
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    page.on('framenavigated', (f) => {
      if (f === page.mainFrame()) this.frame.url = asApplication(f.url());
    });
    page.on('request', (r) => {
      if (!r.isNavigationRequest() || r.frame() !== page.mainFrame()) return;
      this.frame.url = asApplication(r.url());
      this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    });
    const there = await page.goto(onStage(url)).then(
      () => true,
      (e: unknown) => {
        if (this.#destroyed) return false;
        throw e;
      },
    );
    if (there) this.emit('ready-to-show');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  restore(): void {}
  show(): void {}
  focus(): void {
    this.emit('focus');
  }
  maximize(): void {
    this.maximized = true;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setRepresentedFilename(path: string): void {
    this.represented = path;
  }
  getNormalBounds() {
    return { x: 10, y: 10, width: this.options.width ?? 1440, height: this.options.height ?? 900 };
  }

  close(): void {
    if (this.#destroyed) return;
    this.emit('close');
    this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.page
      .then((page) => page.close())
      .then(() => {
        this.emit('closed');
        this.#stage.closed(this);
      });
  }
}
