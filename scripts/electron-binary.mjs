// Electron's binary: whether it is here, and fetching it within a bound. Its package is never loaded to find out, for
// loading it would try to download without a bound.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cache, projectNode, root } from './toolchain.mjs';

const FETCH_WITHIN_MS = 20_000;
const home = join(root, 'node_modules/electron');
const failure = join(cache, 'electron-not-fetched');

/** The path of the binary, undefined where there is none. */
export function electronBinary() {
  const pointer = join(home, 'path.txt');
  if (!existsSync(pointer)) return undefined;
  const binary = join(home, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Tries once to fetch it. A failure is remembered for this version, so that the next start does not wait again. */
export async function fetchElectron() {
  const found = electronBinary();
  if (found) return found;
  if (!existsSync(home)) return undefined;
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  if (existsSync(failure) && readFileSync(failure, 'utf8') === version) return undefined;
  await new Promise((done) => {
    const child = spawn(projectNode(), [join(home, 'install.js')], { cwd: home, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), FETCH_WITHIN_MS);
    child.on('error', done);
    child.on('exit', () => {
      clearTimeout(timer);
      done();
    });
  });
  const binary = electronBinary();
  if (!binary) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(failure, version);
  }
  return binary;
}
