// Whether node_modules holds what package-lock.json says, and making it so.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, toStderr } from './toolchain.mjs';

/** Versions by place, of what must be there. Packages of other platforms are optional and may be absent. */
function wanted() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).filter(([place]) => place !== '');
}

/** The Node of this platform is optional only for the others. */
const node = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** npm writes this file last, so an installation that broke off has none. */
const record = join(root, 'node_modules/.package-lock.json');

/** True where every package is there in the version the lock file names. */
export function isInstalled() {
  if (!existsSync(record)) return false;
  const { packages } = JSON.parse(readFileSync(record, 'utf8'));
  return wanted().every(([place, { version, optional, link }]) => {
    const there = packages[place];
    return there ? link || there.version === version : optional === true && place !== node;
  });
}

/** Installs what is missing. No package needs a script of its own; Electron's binary is fetched by whoever wants it. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.error('Installing what Drydock is built from (npm ci) …');
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  const code = cli?.endsWith('.js')
    ? await run(process.execPath, [cli, ...args], { stdio: toStderr })
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { stdio: toStderr });
  if (code !== 0) throw new Error(`npm ci ended with ${code}`);
}
