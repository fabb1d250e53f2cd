// The browser that the end-to-end tests drive: one that is here, or Debian's, installed on the way.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { toStderr } from './toolchain.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium, undefined where there is none. DRYDOCK_CHROMIUM names another. */
export function findChromium() {
  const named = process.env.DRYDOCK_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...(named ? [named] : []), ...NAMES.flatMap((n) => folders.map((f) => join(f, n))), ...ELSEWHERE].find((p) => existsSync(p));
}

/** Finds a Chromium, or installs Debian's where this may be done without asking. Undefined where neither works. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return (
      spawnSync(command, rest, { stdio: toStderr, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000 }).status ===
      0
    );
  };
  const install = () => apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  console.error('Installing Chromium for the end-to-end tests (apt-get) …');
  if (!install() && apt('update', '-qq')) install();
  return findChromium();
}
