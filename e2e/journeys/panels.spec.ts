/** The panels around the canvas: what is used, who may connect, what comes in and goes out. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../hosts/drydock.ts';
import { deployment, pool } from './manifests.ts';
import { Window } from './window.ts';

test('who uses how much is listed, charted for what is selected, and so for any earlier instant', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('web.yaml', `${pool(1)}---\n${deployment('web', { replicas: 3 })}`);
  await window.confirmImport();
  await window.playFast();
  await expect(window.box('Deployment', 'web')).toHaveAttribute('data-state', 'ready');
  await window.pause();
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await expect(page.getByRole('list', { name: 'Nodes' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /^CPU: .* used, .* requested, .* allocatable/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Pods' }).click();
  const listed = page.getByRole('list', { name: 'Pods' });
  await expect(listed.getByRole('listitem')).toHaveCount(3);
  await window.select('Deployment', 'web');
  await expect(page.getByRole('region', { name: 'Usage of Deployment web' })).toContainText('3 pods running');
  await listed.getByRole('button').first().click();
  await expect(window.inspector.getByRole('heading', { name: /^web-/ })).toBeVisible();
  await page.getByRole('group', { name: 'CPU over time' }).click({ position: { x: 2, y: 20 } });
  await expect(page.getByText('Nothing can be changed in the past.')).toBeVisible();
  await expect(page.getByText('No pod runs yet')).toBeVisible();
});

test('the panel of the Kubernetes API says how to connect, and the keyboard goes on from it', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.bar.getByRole('button', { name: 'kubectl off' }).click();
  const panel = page.getByRole('dialog', { name: 'Kubernetes API for kubectl' });
  await panel.getByRole('button', { name: 'Switch on' }).click();
  await expect(panel).toContainText('kubectl --kubeconfig');
  await expect(window.bar.getByRole('button', { name: 'kubectl on' })).toBeVisible();
  await panel.getByRole('button', { name: 'Copy the kubeconfig' }).focus();
  await page.keyboard.press('Tab');
  await expect(window.bar.getByRole('button', { name: /^as / })).toBeFocused();
});

test('nothing comes in while one looks at the past', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('web.yaml', deployment('web'));
  await window.confirmImport();
  await window.time.getByRole('button', { name: 'Step back' }).click();
  await expect(page.getByText('Nothing can be changed in the past.')).toBeVisible();
  await window.dropText('more.yaml', deployment('more'));
  await expect(page.getByText('Nothing is imported.')).toBeVisible();
  await expect(window.importing).toBeHidden();
});

test('a design of several files is exported into a folder of its own', async ({ start, folder }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.dropText('shop.yaml', `${deployment('web')}---\n${deployment('api')}`);
  await window.confirmImport();
  await expect(page).toHaveTitle(/^shop/);
  await window.command('Export YAML');
  const dialog = page.getByRole('dialog', { name: 'Export YAML' });
  await dialog.getByText('A kustomize base').click();
  await expect(dialog.getByRole('combobox', { name: 'File shown' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  const picker = page.getByRole('dialog', { name: 'In which folder?' });
  await picker.getByLabel('Folder', { exact: true }).fill(folder);
  await picker.getByLabel('Folder', { exact: true }).press('Enter');
  await expect(picker).toContainText(join(folder, 'shop'));
  await picker.getByRole('button', { name: 'Save here' }).click();
  await expect
    .poll(() => existsSync(join(folder, 'shop')) && readdirSync(join(folder, 'shop')).sort())
    .toEqual(['deployment-api.yaml', 'deployment-web.yaml', 'kustomization.yaml']);
});
