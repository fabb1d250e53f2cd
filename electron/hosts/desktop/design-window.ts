/** A window: a page, the thread of its session, and the frames between them. */
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import type { DocumentInfo } from '#shared/ipc/documents.ts';
import type { HostCommand } from '#shared/ipc/host.ts';
import type { ClientFrame, HostFrame } from '#shared/ipc/wire.ts';
import type { ApplicationStore } from '#electron/storage/application-store.ts';
import { wireError } from '../session/refusals.ts';
import { hearPage, PAGE_ORIGIN, sendToPage } from './channels.ts';
import { nativeDialog } from './native-dialogs.ts';
import { SessionHost } from './session-host.ts';
import { rememberBounds, rememberedBounds } from './window-state.ts';

/** Grounds of the two themes, shown before the page is drawn. */
const GROUND = { light: '#f4f6f8', dark: '#0e1318' };

export interface DesignWindowOptions {
  readonly store: ApplicationStore;
  readonly resources: string;
  /** Told once the window and its thread are gone. */
  readonly gone: (window: DesignWindow) => void;
}

export class DesignWindow {
  readonly window: BrowserWindow;
  /** What is open in it. */
  document: DocumentInfo | null = null;
  readonly #session: SessionHost;
  #port: MessagePort | undefined;

  constructor({ store, resources, gone }: DesignWindowOptions) {
    const { bounds, maximized } = rememberedBounds(store);
    this.window = new BrowserWindow({
      ...bounds,
      minWidth: 640,
      minHeight: 480,
      show: false,
      title: 'Drydock',
      backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
      webPreferences: {
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    rememberBounds(this.window, store);
    const info = { host: 'desktop', platform: process.platform, version: app.getVersion(), nativeDialogs: true } as const;
    this.#session = new SessionHost(
      { info, folder: store.folder, resources },
      {
        said: (message) => {
          if ('document' in message) this.#opened(message.document);
          else dialog.showErrorBox('This could not be opened', message.notOpened.why);
        },
        died: (e) => {
          dialog.showErrorBox(
            'Drydock has found a fault of its own',
            `${e.message}\n\nWhat was confirmed before is safe. The window closes; open the design again.`,
          );
          this.window.destroy();
        },
      },
    );
    const page = this.window.webContents;
    hearPage(page, 'drydock:frame', 'string', (text) => this.#hear(text));
    hearPage(page, 'drydock:taken', 'number', (characters) => this.#port?.postMessage(characters));
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#seat();
    });
    this.window.once('ready-to-show', () => {
      if (maximized) this.window.maximize();
      this.window.show();
    });
    this.window.on('closed', () => {
      this.#port?.close();
      void this.#session.end().then(() => gone(this));
    });
    void this.window.loadURL(`${PAGE_ORIGIN}/index.html`);
  }

  /** Opens a document in this window. */
  open(path: string): void {
    this.#session.open(path);
  }

  /** Tells the page to do something. */
  offer(command: HostCommand): void {
    this.#session.offer(command);
  }

  focus(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.focus();
  }

  /** A page begins: the one before, if any, has left. */
  #seat(): void {
    this.#port?.close();
    this.#port = this.#session.connect();
    this.#port.on('message', (text: string) => sendToPage(this.window.webContents, 'drydock:frame', text));
  }

  #hear(text: string): void {
    if (text.slice(0, 100).includes('"name":"dialog.')) void this.#ask(JSON.parse(text) as ClientFrame);
    else this.#port?.postMessage(text);
  }

  async #ask(frame: ClientFrame): Promise<void> {
    if (!('request' in frame)) return;
    let reply: HostFrame;
    try {
      reply = { reply: frame.request, value: await nativeDialog(this.window, frame.name, frame.input) };
    } catch (e) {
      reply = { reply: frame.request, error: wireError(e) };
    }
    if (!this.window.isDestroyed()) sendToPage(this.window.webContents, 'drydock:frame', JSON.stringify(reply));
  }

  #opened(document: DocumentInfo | null): void {
    this.document = document;
    if (this.window.isDestroyed()) return;
    this.window.setTitle(document ? `${document.name} · Drydock` : 'Drydock');
    this.window.setRepresentedFilename(document && !document.draft ? document.path : '');
    if (document && !document.draft) app.addRecentDocument(document.path);
  }
}
