/**
 * The end-to-end suite, in a real Chromium: the journeys against the web host, the first of them through the compiled
 * Electron shell too (on a double of Electron, and on Electron itself where its binary is), and what gets packed.
 */
import { defineConfig } from '@playwright/test';
import type { HostOptions } from './hosts/drydock.ts';

/** The browser is the machine's (scripts/test.mjs finds or installs it); it is kept from calling anybody. */
const launchOptions = {
  ...(process.env['DRYDOCK_CHROMIUM'] !== undefined && { executablePath: process.env['DRYDOCK_CHROMIUM'] }),
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig<HostOptions>({
  testDir: import.meta.dirname,
  outputDir: '../test-results',
  // two cores: a browser and an engine are enough for both
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions,
  },
  projects: [
    { name: 'web', testDir: 'journeys', use: { host: 'web' } },
    { name: 'desktop', testDir: 'journeys', testMatch: /first-journey/, use: { host: 'double' } },
    ...(process.env['DRYDOCK_ELECTRON'] === undefined
      ? []
      : [{ name: 'electron', testDir: 'journeys', testMatch: /first-journey/, use: { host: 'electron' as const } }]),
    { name: 'shell', testDir: 'desktop', use: { host: 'double' } },
    { name: 'packaging', testDir: 'packaging' },
  ],
});
