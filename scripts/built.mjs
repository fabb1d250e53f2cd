// What is made from the sources, and whether it has to be made anew: a stamp over the names, sizes and contents of them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root, runTool, runOnProjectNode, toStderr } from './toolchain.mjs';

/** Files under a place, in order. Tests and what is itself made are no sources. */
function* filesUnder(place) {
  const path = join(root, place);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && !/\.test\.ts$/.test(place)) yield place;
  else if (found?.isDirectory() && place !== 'shared/kinds/generated')
    for (const name of readdirSync(path).sort()) yield* filesUnder(`${place}/${name}`);
}

function stampOf(places) {
  const hash = createHash('sha256');
  for (const place of places)
    for (const file of filesUnder(place))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(root, file)))
        .update('\0');
  return hash.digest('hex');
}

/** Makes something if its sources have changed since it was last made, or if it is not there. True if it was made. */
async function ensureMade({ name, from, makes, make, force = false }) {
  const file = join(cache, `${name}.stamp`);
  const stamp = stampOf(from);
  const same = existsSync(file) && readFileSync(file, 'utf8') === stamp;
  if (!force && same && makes.every((m) => existsSync(join(root, m)))) return false;
  const code = await make();
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, stamp);
  return true;
}

/** The types and schemas made from the Kubernetes models. */
export const ensureGenerated = (options = {}) =>
  ensureMade({
    name: 'generate',
    from: ['scripts/generate.mjs', 'package-lock.json'],
    makes: ['shared/kinds/generated/types.ts', 'shared/kinds/generated/schema.json', 'shared/kinds/generated/descriptions.json'],
    make: () => runOnProjectNode('scripts/generate.mjs', [], { stdio: toStderr }),
    ...options,
  });

/** The renderer, and Electron's main process with its preload and session worker, in out/. */
export const ensureBuilt = (options = {}) =>
  ensureMade({
    name: 'build',
    from: [
      'shared',
      'electron',
      'renderer',
      'vite.config.ts',
      'electron.vite.config.ts',
      'svelte.config.js',
      'package.json',
      'package-lock.json',
      'tsconfig.base.json',
      'tsconfig.renderer.json',
    ],
    makes: ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
    make: () => runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], { stdio: toStderr }),
    ...options,
  });
