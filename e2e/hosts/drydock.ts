/** A running Drydock with a page of it, on whichever host the project names: what every journey begins with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { launchDouble, type ShellUnderTest } from '../desktop/double/launch.ts';
import { Complaints } from './complaints.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'electron/hosts/cli/index.ts');

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
  /** Ends it without a word, as a power cut would. What its page then complains of does not count. */
  kill(): Promise<void>;
}

/** A program of the command line that goes on running. */
export interface Served {
  readonly process: ChildProcess;
  readonly ready: Readonly<Record<string, string>>;
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `drydock serve …` and waits for its line. */
function serveFrom(args: readonly string[], home: string): Promise<Served> {
  return run(['serve', ...args], home, (line) => (line.startsWith('{') ? (JSON.parse(line) as Record<string, string>) : undefined));
}

/** Starts the application as `npm start` does where there is no Electron, and waits for its address. */
function openFrom(files: readonly string[], home: string): Promise<Served> {
  return run(['open', '--because=display', ...files], home, (line) => (line.startsWith('http') ? { url: line } : undefined));
}

async function run(args: readonly string[], home: string, read: (line: string) => Record<string, string> | undefined): Promise<Served> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DRYDOCK_HOME: home },
  });
  let said = '';
  let complained = '';
  const gone = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
  });
  child.stderr.on('data', (d) => {
    complained += String(d);
  });
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.on('data', (d) => {
      said += String(d);
      const found = said
        .split('\n')
        .slice(0, -1)
        .map(read)
        .find((r) => r !== undefined);
      if (found) resolve(found);
    });
    child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${complained}`)));
  });
  return {
    process: child,
    ready,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await gone;
    },
  };
}

/** Runs a command of the command line to its end. */
export async function drydock(
  args: readonly string[],
  home: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DRYDOCK_HOME: home },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (d) => {
    out += String(d);
  });
  child.stderr.on('data', (d) => {
    err += String(d);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { code, out, err };
}

interface Fixtures {
  /** A folder that goes when the test ends. */
  readonly folder: string;
  /** What the pages of this test complain of; a test whose pages complain fails. */
  readonly complaints: Complaints;
  /** Starts Drydock; the files are those of its command line. */
  readonly start: (options?: { readonly files?: readonly string[] }) => Promise<Drydock>;
  /** Starts `drydock serve …`; it ends with the test. */
  readonly serve: (...args: readonly string[]) => Promise<Served>;
  /** A page in a browser of its own, for what is served already. */
  readonly visit: (url: string) => Promise<Page>;
}

/** How a host is started, and ended again. */
interface Start {
  readonly browser: Browser;
  readonly visit: Fixtures['visit'];
  readonly complaints: Complaints;
  readonly folder: string;
  readonly files: readonly string[];
  readonly viewport: { readonly width: number; readonly height: number };
}
interface Started {
  readonly drydock: Drydock;
  end(): Promise<void>;
}

export const test = base.extend<Fixtures & HostOptions>({
  host: ['web', { option: true }],
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.heard, 'what pages complained of').toEqual([]);
  },
  serve: async ({ folder }, use) => {
    const running: Served[] = [];
    await use(async (...args) => {
      const served = await serveFrom(args, folder);
      running.push(served);
      return served;
    });
    for (const served of running) await served.end();
  },
  visit: async ({ browser, viewport, complaints, serve }, use) => {
    void serve; // what is served ends after the pages that look at it
    const contexts: BrowserContext[] = [];
    await use(async (url) => {
      const context = await browser.newContext({
        viewport,
        acceptDownloads: true,
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      contexts.push(context);
      complaints.listen(context);
      const page = await context.newPage();
      await page.goto(url);
      await shown(page);
      return page;
    });
    for (const context of contexts) {
      complaints.ignore(context);
      await context.close();
    }
  },
  start: async ({ host, browser, viewport, folder, complaints, visit }, use) => {
    const running: Started[] = [];
    const by = { web: onWeb, double: onDouble, electron: onElectron }[host];
    await use(async ({ files = [] } = {}) => {
      const started = await by({ browser, visit, complaints, folder, files, viewport: viewport ?? { width: 1440, height: 900 } });
      running.push(started);
      return started.drydock;
    });
    for (const {
      drydock: { page },
      end,
    } of running) {
      complaints.ignore(page.context());
      await end();
    }
  },
});

/** Settles once a page hears keys and pointer. */
const shown = (page: Page): Promise<void> => expect(page.getByRole('banner')).toBeVisible();

async function onWeb({ visit, complaints, folder, files }: Start): Promise<Started> {
  const served = await openFrom(files, folder);
  const page = await visit(served.ready['url'] as string);
  return {
    drydock: {
      page,
      folder,
      ready: served.ready,
      kill: async () => {
        complaints.ignore(page.context());
        await served.end('SIGKILL');
      },
    },
    end: () => served.end(),
  };
}

async function onDouble({ browser, complaints, folder, files, viewport }: Start): Promise<Started> {
  const shell: ShellUnderTest = await launchDouble(browser, { home: folder, files, viewport, complaints });
  const page = await shell.page();
  await shown(page);
  return {
    drydock: { page, folder, ready: {}, kill: () => Promise.reject(new Error('the double runs in this process')) },
    end: () => shell.quit(),
  };
}

/** Electron itself, where scripts/test.mjs has found its binary. */
async function onElectron({ complaints, folder, files }: Start): Promise<Started> {
  const screen = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  const app = await _electron.launch({
    executablePath: process.env['DRYDOCK_ELECTRON'] as string,
    args: [...(screen === undefined ? ['--ozone-platform=headless'] : []), `--user-data-dir=${folder}`, root, ...files],
  });
  complaints.listen(app.context());
  const page = await app.firstWindow();
  await shown(page);
  return {
    drydock: {
      page,
      folder,
      ready: {},
      kill: () => {
        complaints.ignore(app.context());
        app.process().kill('SIGKILL');
        return Promise.resolve();
      },
    },
    end: () => app.close(),
  };
}

export { expect } from '@playwright/test';
