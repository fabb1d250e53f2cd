/** How the desktop is built: main process and session threads, the preload, the renderer. */
import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import { mergeConfig } from 'vite';
import renderer from './vite.config.ts';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main', minify: true, target: 'node24',
      rolldownOptions: { input: { index: 'electron/hosts/desktop/main.ts', 'session-thread': 'electron/hosts/desktop/session-thread.ts' }, output: { format: 'es' } },
    },
  },
  preload: {
    // a sandboxed preload is one CommonJS file
    build: { outDir: 'out/preload', minify: true, rolldownOptions: { input: { index: 'electron/hosts/desktop/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } },
  },
  renderer: mergeConfig(renderer, { build: { outDir: join(import.meta.dirname, 'out/renderer'), rolldownOptions: { input: 'renderer/index.html' } } }),
});
