#!/usr/bin/env node
// npm run -s drydock -- COMMAND …: the command line. Standard output belongs to the command.
import { ensureBuilt, ensureGenerated } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { runOnProjectNode } from './toolchain.mjs';

try {
  const args = process.argv.slice(2);
  await ensureInstalled();
  await ensureGenerated();
  if (args[0] === 'serve') await ensureBuilt();
  process.exitCode = await runOnProjectNode('electron/hosts/cli/index.ts', args);
} catch (e) {
  console.error(`drydock: ${e.message}`);
  process.exitCode = 1;
}
