/** Windows, menus and what pages are kept from. */
import { expect } from '@playwright/test';
import { test } from './shell.ts';

test('a window opens on the start screen and names its document', async ({ shell }) => {
  const page = await shell.page();
  await expect(page.getByRole('heading', { name: 'Drydock' })).toBeVisible();
  await page.getByRole('button', { name: 'New design' }).click();
  await expect(page.getByRole('tablist', { name: 'Dock' })).toBeVisible();
  await expect.poll(() => shell.windows[0]?.title).toMatch(/ · Drydock$/);
});

test('the menu tells the window in front, and another window has a design of its own', async ({ shell }) => {
  const page = await shell.page();
  await expect(page.getByRole('button', { name: 'New design' })).toBeVisible();
  shell.menu('new');
  await expect.poll(() => shell.windows[0]?.title).toMatch(/Untitled/);
  shell.menu('new-window');
  await expect.poll(() => shell.windows.length).toBe(2);
  await expect((await shell.page()).getByRole('button', { name: 'New design' })).toBeVisible();
});

test('pages are sandboxed, go nowhere and are permitted nothing', async ({ shell }) => {
  await shell.page();
  const [window] = shell.windows;
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const navigation = {
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  };
  window?.webContents.emit('will-navigate', navigation);
  expect(navigation.prevented).toBe(true);
  expect(window?.webContents.openHandler?.()).toEqual({ action: 'deny' });
  let granted: unknown;
  shell.handlers.get('permission')?.({}, 'media', (answer: unknown) => {
    granted = answer;
  });
  expect(granted).toBe(false);
  let cancelled: unknown;
  shell.handlers.get('request')?.({ url: 'http://127.0.0.1:9/' }, (answer: unknown) => {
    cancelled = answer;
  });
  expect(cancelled).toEqual({ cancel: true });
});

test('what other pages send is not heard', async ({ shell }) => {
  const page = await shell.page();
  await page.getByRole('button', { name: 'New design' }).click();
  await expect.poll(() => shell.windows[0]?.title).toMatch(/Untitled/);
  const contents = shell.windows[0]!.webContents;
  contents.ipc.emit(
    'drydock:frame',
    { sender: contents, senderFrame: { url: 'https://elsewhere.example/' } },
    JSON.stringify({ request: 999_999, name: 'document.close', input: {} }),
  );
  await page.getByRole('tab', { name: 'Events' }).click();
  expect(shell.windows[0]?.title).toMatch(/Untitled/);
});
