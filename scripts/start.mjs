#!/usr/bin/env node
// npm start [-- FILE…]: makes what is missing, then opens Drydock in Electron, or else in a browser.
import { resolve } from 'node:path';
import { ensureBuilt, ensureGenerated } from './built.mjs';
import { fetchElectron } from './electron-binary.mjs';
import { ensureInstalled } from './installed.mjs';
import { root, run, runOnProjectNode } from './toolchain.mjs';

// npm runs scripts in the project's folder; files are meant from where the person stands
const files = process.argv.slice(2).map((f) => (f.startsWith('-') ? f : resolve(process.env.INIT_CWD ?? process.cwd(), f)));

try {
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt();
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const electron = hasDisplay ? await fetchElectron() : undefined;
  if (electron) process.exitCode = await run(electron, [root, ...files]);
  else
    process.exitCode = await runOnProjectNode('electron/hosts/cli/index.ts', [
      'open',
      hasDisplay ? '--because=binary' : '--because=display',
      ...files,
    ]);
} catch (e) {
  console.error(`drydock: ${e.message}`);
  process.exitCode = 1;
}
