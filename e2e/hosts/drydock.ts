/** A running Drydock with a page of it, on whichever host the project names: what every journey begins with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type Browser, type Page } from '@playwright/test';
import { launchDouble, type ShellUnderTest } from '../desktop/double/launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface HostOptions {
  /** Where the application runs: served to a browser, or its desktop shell on a double of Electron, or on Electron itself. */
  readonly host: 'web' | 'double' | 'electron';
}

/** A running Drydock. */
export interface Drydock {
  readonly page: Page;
  /** A folder of this test's own. */
  readonly folder: string;
  /** What it printed when it was ready. */
  readonly ready: Readonly<Record<string, string>>;
  /** Ends it without a word, as a power cut would. */
  kill(): Promise<void>;
}

/** A program of the command line that goes on running. */
export interface Served { readonly process: ChildProcess; readonly ready: Readonly<Record<string, string>>; end(signal?: NodeJS.Signals): Promise<void> }

/** Starts `drydock serve …` and waits for its line. */
export function serve(args: readonly string[], home: string): Promise<Served> {
  return run(['serve', ...args], home, (line) => (line.startsWith('{') ? JSON.parse(line) as Record<string, string> : undefined));
}

/** Starts the application as `npm start` does where there is no Electron, and waits for its address. */
export function open(files: readonly string[], home: string): Promise<Served> {
  return run(['open', '--because=display', ...files], home, (line) => (line.startsWith('http') ? { url: line } : undefined));
}

async function run(args: readonly string[], home: string, read: (line: string) => Record<string, string> | undefined): Promise<Served> {
  const child = spawn(process.execPath, [join(root, 'electron/hosts/cli/index.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DRYDOCK_HOME: home } });
  let said = '', complained = '';
  const gone = new Promise<void>((resolve) => { child.on('exit', () => resolve()); });
  child.stderr.on('data', (d) => { complained += String(d); });
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.on('data', (d) => {
      said += String(d);
      const found = said.split('\n').slice(0, -1).map(read).find((r) => r !== undefined);
      if (found) resolve(found);
    });
    child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${complained}`)));
  });
  return { process: child, ready, end: async (signal = 'SIGTERM') => { child.kill(signal); await gone; } };
}

interface Fixtures {
  /** A folder that goes when the test ends. */
  readonly folder: string;
  /** Starts Drydock; the files are those of its command line. */
  readonly start: (options?: { readonly files?: readonly string[] }) => Promise<Drydock>;
}

export const test = base.extend<Fixtures & HostOptions>({
  host: ['web', { option: true }],
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ host, browser, viewport, folder }, use) => {
    const running: (() => Promise<void>)[] = [];
    await use(async ({ files = [] } = {}) => {
      const size = viewport ?? { width: 1440, height: 900 };
      const { drydock, end } = host === 'web' ? await onWeb(browser, folder, files, size) : host === 'double' ? await onDouble(browser, folder, files, size) : await onElectron(folder, files);
      running.push(end);
      return drydock;
    });
    for (const end of running) await end();
  },
});

async function onWeb(browser: Browser, folder: string, files: readonly string[], viewport: { width: number; height: number }) {
  const served = await open(files, folder);
  const context = await browser.newContext({ viewport, acceptDownloads: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(served.ready['url'] as string);
  const end = async () => { await context.close(); await served.end(); };
  return { drydock: { page, folder, ready: served.ready, kill: async () => { await served.end('SIGKILL'); } }, end };
}

async function onDouble(browser: Browser, folder: string, files: readonly string[], viewport: { width: number; height: number }) {
  const shell: ShellUnderTest = await launchDouble(browser, { home: folder, files, viewport });
  const drydock: Drydock = { page: await shell.page(), folder, ready: {}, kill: () => Promise.reject(new Error('the double runs in this process')) };
  return { drydock, end: () => shell.quit() };
}

/** Electron itself, where scripts/test.mjs has found its binary. */
async function onElectron(folder: string, files: readonly string[]) {
  const screen = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  const app = await _electron.launch({ executablePath: process.env['DRYDOCK_ELECTRON'] as string, args: [...(screen === undefined ? ['--ozone-platform=headless'] : []), `--user-data-dir=${folder}`, root, ...files] });
  const drydock: Drydock = { page: await app.firstWindow(), folder, ready: {}, kill: () => { app.process().kill('SIGKILL'); return Promise.resolve(); } };
  return { drydock, end: () => app.close() };
}

export { expect } from '@playwright/test';
