#!/usr/bin/env node
// npm run build: the renderer and Electron's processes, into out/.
import { ensureBuilt, ensureGenerated } from './built.mjs';
import { ensureInstalled } from './installed.mjs';

try {
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt({ force: true });
} catch (e) {
  console.error(`build: ${e.message}`);
  process.exitCode = 1;
}
