import { compileModule } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const common = { pool: 'threads', testTimeout: 30_000 } as const;

/** Compiles runes as for the browser. Svelte's own plugin would compile them as for a server, where nothing reacts. */
const runes: Plugin = {
  name: 'runes',
  transform(code, id) {
    return id.endsWith('.svelte.ts') ? compileModule(code, { filename: id, generate: 'client' }).js : null;
  },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'pure', include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      {
        plugins: [runes],
        ssr: { resolve: { conditions: ['browser'] }, noExternal: ['svelte'] },
        test: { ...common, name: 'renderer', include: ['renderer/**/*.test.ts'] },
      },
    ],
  },
});
