/** How the desktop is built: main process and session threads, the preload, the renderer. */
import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import { mergeConfig } from 'vite';
import project from './package.json' with { type: 'json' };
import renderer from './vite.config.ts';

/** What is native stays a package of its own; everything else is bundled, so that nothing else has to be packed. */
const bundled = Object.keys(project.dependencies).filter((name) => name !== 'better-sqlite3');

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      minify: true,
      target: 'node24',
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: { index: 'electron/hosts/desktop/main.ts', 'session-thread': 'electron/hosts/desktop/session-thread.ts' },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    // a sandboxed preload is one CommonJS file
    build: {
      outDir: 'out/preload',
      minify: true,
      rolldownOptions: { input: { index: 'electron/hosts/desktop/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: mergeConfig(renderer, {
    build: { outDir: join(import.meta.dirname, 'out/renderer'), rolldownOptions: { input: 'renderer/index.html' } },
  }),
});
