/** The ways into a design: samples, recent designs, import by menu, by command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../hosts/drydock.ts';
import { deployment, pool, realManifest } from './manifests.ts';
import { Window } from './window.ts';

test('each sample opens from the start screen and becomes Ready, and is among the recent designs afterwards', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  for (const { title, workloads } of [
    { title: 'A web service behind every type of Service', workloads: [['Deployment', 'storefront']] },
    { title: 'A database as a StatefulSet', workloads: [['StatefulSet', 'postgres']] },
    {
      title: 'Three zones, two node pools, an autoscaler and a drained node',
      workloads: [
        ['Deployment', 'api'],
        ['Deployment', 'worker'],
      ],
    },
  ] as const) {
    await page.getByRole('button', { name: title }).click();
    await window.playFast();
    for (const [kind, name] of workloads) await expect(window.box(kind, name)).toHaveAttribute('data-state', 'ready', { timeout: 40_000 });
    await window.command('Close this design');
    await expect(page.getByRole('heading', { name: 'Recent' })).toBeVisible();
  }
  const recent = page.getByRole('region', { name: 'Recent' }).getByRole('button');
  await expect(recent).toHaveCount(3);
  await recent.last().click();
  await expect(window.box('Deployment', 'storefront')).toHaveAttribute('data-state', 'ready');
});

test('manifests come in by the menu, and a pod that fits nowhere is seen and says why in the words of the scheduler', async ({
  start,
  folder,
}) => {
  writeFileSync(join(folder, 'shop.yaml'), [pool(2), deployment('web', { replicas: 2 }), deployment('huge', { cpu: '64' })].join('---\n'));
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.bar.getByRole('button', { name: /^Document/ }).click();
  await page.getByRole('menuitem', { name: /^Import YAML/ }).click();
  await window.pick(folder, 'shop.yaml');
  await window.confirmImport();
  await window.playFast();
  await expect(window.box('Deployment', 'web')).toHaveAttribute('data-state', 'ready');
  await expect(window.box('Deployment', 'huge')).not.toHaveAttribute('data-state', 'ready');
  await expect(window.bar.getByRole('button', { name: /^[1-9]\d* problems?/ })).toBeVisible();

  await window.bar.getByRole('button', { name: /problems?/ }).click();
  await page.getByRole('button', { name: /huge.*0\/2 nodes are available: 2 Insufficient cpu\./ }).click();
  await expect(window.inspector.getByRole('heading', { name: /^huge/ })).toBeVisible();
  await window.tab('Status');
  await expect(window.inspector).toContainText('0/2 nodes are available: 2 Insufficient cpu.');
  await expect(window.inspector).toContainText('preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.');
});

test('the command line imports manifests and opens documents', async ({ start, folder }) => {
  const guestbook = realManifest('guestbook');
  test.skip(guestbook === undefined, 'the manifests to try it on are not here');
  const { page } = await start({ files: [guestbook as string] });
  const window = new Window(page);
  await expect(window.importing.getByText('will be created')).toBeVisible();
  await window.confirmImport();
  await window.playFast();
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(3, { timeout: 40_000 });
  await window.command('Save a copy');
  const picker = page.getByRole('dialog', { name: 'Where should the design be kept?' });
  await picker.getByLabel('Folder', { exact: true }).fill(folder);
  await picker.getByLabel('Folder', { exact: true }).press('Enter');
  await picker.getByLabel('Name').fill('guestbook');
  await picker.getByRole('button', { name: 'Save here' }).click();
  await expect(page.getByText('A copy was saved.')).toBeVisible();

  const { page: other } = await start({ files: [join(folder, 'guestbook.drydock')] });
  await expect(other).toHaveTitle(/^guestbook/);
  await expect(new Window(other).boxes('Deployment', 'ready')).toHaveCount(3);
});
