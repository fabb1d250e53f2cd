/** Files by way of the desktop: menus with the system's dialogs, second launches, and windows that are closed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drydock, expect } from '../hosts/drydock.ts';
import { deployment, pool } from '../journeys/manifests.ts';
import { Window } from '../journeys/window.ts';
import { test } from './shell.ts';

const WEB = `${pool(1)}---\n${deployment('web')}`;
let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-files-'));
  writeFileSync(join(folder, 'web.yaml'), WEB);
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("manifests are chosen in the system's dialog, a copy is saved by it, and the copy is among the recent ones", async ({
  shell,
  home,
}) => {
  const page = await shell.page();
  const window = new Window(page);
  const copy = join(folder, 'copy.drydock');
  await expect(page.getByRole('button', { name: 'New design' })).toBeVisible();
  shell.dialogs.open = [join(folder, 'web.yaml')];
  shell.menu('import');
  await window.confirmImport();
  await expect(window.box('Deployment', 'web')).toHaveCount(1);

  shell.dialogs.save = copy;
  shell.menu('save-copy');
  await expect(page.getByText('A copy was saved.')).toBeVisible();
  expect((await drydock(['export', copy], home)).out).toContain('name: web');

  shell.dialogs.open = [copy];
  shell.menu('open');
  await expect.poll(() => shell.windows[0]?.title).toMatch(/^copy/);
  shell.menu('start');
  await expect(page.getByRole('region', { name: 'Recent' }).getByRole('button', { name: /copy/ })).toBeVisible();
  shell.app.emit('browser-window-focus');
  shell.recent('copy');
  await expect.poll(() => shell.windows[0]?.title).toMatch(/^copy/);
  await expect(window.box('Deployment', 'web')).toHaveCount(1);
});

test('a second launch brings its files to the window that is there; a document opens once', async ({ shell, home }) => {
  const page = await shell.page();
  const window = new Window(page);
  const file = join(folder, 'shop.drydock');
  await drydock(['import', file, join(folder, 'web.yaml')], home);
  await expect(page.getByRole('button', { name: 'New design' })).toBeVisible();
  const launch = (...files: readonly string[]) => {
    shell.app.emit('second-instance', {}, ['electron', 'drydock', ...files], folder);
  };
  launch('shop.drydock');
  await expect(window.box('Deployment', 'web')).toHaveCount(1);
  expect(shell.windows).toHaveLength(1);
  launch('shop.drydock');
  writeFileSync(join(folder, 'api.yaml'), deployment('api'));
  launch('api.yaml');
  await window.confirmImport();
  await expect(window.box('Deployment', 'api')).toHaveCount(1);
  expect(shell.windows).toHaveLength(1);

  await drydock(['import', join(folder, 'other.drydock'), join(folder, 'web.yaml')], home);
  let prevented = false;
  shell.app.emit(
    'open-file',
    {
      preventDefault: () => {
        prevented = true;
      },
    },
    join(folder, 'other.drydock'),
  );
  await expect.poll(() => shell.windows.map((w) => w.title.split(' ')[0])).toEqual(['shop', 'other']);
  expect(prevented).toBe(true);
});

test('what a launch brings that cannot be opened is said in a dialog', async ({ shell }) => {
  await shell.page();
  writeFileSync(join(folder, 'letter.drydock'), 'Dear Sirs,\n'.repeat(500));
  shell.app.emit('second-instance', {}, ['electron', 'drydock', 'letter.drydock'], folder);
  await expect.poll(() => shell.dialogs.errors).toEqual([expect.stringContaining('letter.drydock is not a Drydock document')]);
  shell.app.emit('second-instance', {}, ['electron', 'drydock', 'nothing.yaml'], folder);
  await expect.poll(() => shell.dialogs.errors).toHaveLength(2);
});

test('a window that is closed while it runs has committed everything', async ({ shell, home }) => {
  const page = await shell.page();
  const window = new Window(page);
  const file = join(folder, 'shop.drydock');
  await drydock(['import', file, join(folder, 'web.yaml')], home);
  shell.app.emit('second-instance', {}, ['electron', 'drydock', file], folder);
  await window.select('Deployment', 'web');
  await window.playFast();
  await window.fill('Replicas', '3');
  await window.tab('YAML');
  await expect(window.yaml).toContainText('replicas: 3');
  shell.windows[0]?.close();
  await expect.poll(() => shell.windows.length).toBe(0);
  await shell.ended;
  expect((await drydock(['export', file], home)).out).toContain('replicas: 3');
});
