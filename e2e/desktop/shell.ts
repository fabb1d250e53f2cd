/** The desktop shell on the double of Electron, with a home of its own: what its tests begin with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Complaints } from '../hosts/complaints.ts';
import { launchDouble, type ShellUnderTest } from './double/launch.ts';

export const test = base.extend<{ home: string; shell: ShellUnderTest }>({
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'drydock-shell-'));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  shell: async ({ browser, home }, use) => {
    const complaints = new Complaints();
    const shell = await launchDouble(browser, { home, viewport: { width: 1440, height: 900 }, complaints });
    await use(shell);
    await shell.quit();
    expect(complaints.heard, 'what pages complained of').toEqual([]);
  },
});
