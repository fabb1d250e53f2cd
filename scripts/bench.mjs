#!/usr/bin/env node
// npm run -s bench -- NAME …: runs bench/NAME.ts, which prints one JSON line.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureGenerated } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { root, runOnProjectNode } from './toolchain.mjs';

try {
  const [name, ...args] = process.argv.slice(2);
  await ensureInstalled();
  await ensureGenerated();
  const file = `bench/${name}.ts`;
  if (!name || !/^[\w-]+$/.test(name) || !existsSync(join(root, file))) {
    const names = readdirSync(join(root, 'bench'))
      .filter((f) => f.endsWith('.ts'))
      .map((f) => f.slice(0, -3));
    throw new Error(`there is no benchmark ${name ? `"${name}"` : 'without a name'}; there are: ${names.join(', ')}`);
  }
  process.exitCode = await runOnProjectNode(file, args);
} catch (e) {
  console.error(`bench: ${e.message}`);
  process.exitCode = 1;
}
