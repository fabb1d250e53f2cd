// The Node the project runs on, and how one process hands over to another. Runs on Node 20 and depends on nothing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What is remembered between runs; thrown away with node_modules. */
export const cache = join(root, 'node_modules/.cache/drydock');

/** For what is made on the way: standard output belongs to what was asked for. */
export const toStderr = ['ignore', 2, 2];

const NEEDED = 24;
const own = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const modern = Number(process.versions.node.split('.')[0]) >= NEEDED;

/** The Node to run TypeScript with: this one if it is new enough, else the one among the dependencies. */
export function projectNode() {
  if (modern) return process.execPath;
  if (existsSync(own)) return own;
  throw new Error(
    `Drydock runs on Node ${NEEDED}; this is ${process.versions.node}, and there is no Node ${NEEDED} among its dependencies for ${process.platform} ${process.arch}`,
  );
}

/** Runs a program in the project's folder and answers with its exit code (128 + n for signal n). Signals are passed on. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
      ...options,
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const pass = (s) => child.kill(s);
    for (const s of signals) process.on(s, pass);
    const stopWatching = watchParent(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const s of signals) process.off(s, pass);
      stopWatching();
      resolve(code ?? 128 + (SIGNALS[signal] ?? 0));
    });
  });
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** npm may be killed where it cannot pass the signal on; whoever it started ends then, too. */
function watchParent(died) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) died();
  }, 500);
  return () => clearInterval(timer);
}

/** Runs a TypeScript or JavaScript file of the project on the project's Node. An ipc channel tells it when this process dies. */
export function runOnProjectNode(file, args, options = {}) {
  return run(projectNode(), [...(options.nodeFlags ?? []), join(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    ...options,
  });
}

/** A tool among the dependencies, run on the project's Node: its package and the script in it. */
export function runTool(script, args, options = {}) {
  return run(projectNode(), [join(root, 'node_modules', script), ...args], options);
}
