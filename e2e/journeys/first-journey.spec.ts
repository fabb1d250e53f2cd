/** The whole way once: real YAML in, seen and run, changed by hand, rewound, and YAML out again. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../hosts/drydock.ts';
import { Window } from './window.ts';

const boutique = fileURLToPath(new URL('../../../shared/manifests/online-boutique.yaml', import.meta.url));

test('a shop is imported, runs, is rewound and goes out as YAML', async ({ start }) => {
  test.skip(!existsSync(boutique), 'the manifests to try it on are not here');
  const { page } = await start(), window = new Window(page);
  await window.newDesign();
  await window.drop(boutique);
  await expect(page.getByText('Also add a node pool that holds it')).toBeVisible();
  await window.confirmImport();
  await expect(window.boxes('Deployment')).toHaveCount(12);

  await window.playFast();
  await expect(window.canvas.locator('.box[data-kind="Deployment"][data-state="ready"]')).toHaveCount(12, { timeout: 60_000 });

  const time = page.getByLabel('Time shown'), group = page.getByRole('group', { name: 'Time' });
  await group.getByRole('button', { name: 'Pause' }).click();
  const now = await time.textContent();
  await group.getByRole('button', { name: 'To the start' }).click();
  await expect(time).not.toHaveText(now ?? '');
  await expect(window.canvas.locator('.box[data-kind="Deployment"][data-state="ready"]')).toHaveCount(0);
  await group.getByRole('button', { name: 'Return to now' }).click();
  await expect(window.canvas.locator('.box[data-kind="Deployment"][data-state="ready"]')).toHaveCount(12);

  await window.command('Export YAML');
  const dialog = page.getByRole('dialog', { name: 'Export YAML' });
  await expect(dialog.getByText('kind: ServiceAccount').first()).toBeVisible();
});

test('a design is drawn by hand: added, connected, changed, seen as YAML, undone and done again', async ({ start }) => {
  const { page } = await start(), window = new Window(page);
  await window.newDesign();
  await window.add('NodePool', 650, 300);
  await expect(window.boxes('NodePool')).toHaveCount(1);
  await window.add('Namespace', 150, 80);
  await window.add('Deployment', 420, 120);
  await expect(window.boxes('Deployment')).toHaveCount(1);
  await window.add('Service', 420, 250);
  await window.add('StatefulSet', 200, 300);
  await expect(window.boxes('StatefulSet')).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);

  await window.boxes('Deployment').first().focus();
  const replicas = window.inspector.getByLabel('Replicas', { exact: true });
  await replicas.fill('4');
  await replicas.press('Enter');
  await window.inspector.getByRole('tab', { name: 'YAML' }).click();
  await expect(window.inspector.locator('.cm-content')).toContainText('replicas: 4');
  await window.boxes('Deployment').first().focus();
  await page.keyboard.press('Control+z');
  await expect(window.inspector.locator('.cm-content')).not.toContainText('replicas: 4');
  await page.keyboard.press('Control+Shift+z');
  await expect(window.inspector.locator('.cm-content')).toContainText('replicas: 4');

  await window.boxes('StatefulSet').first().focus();
  await page.keyboard.press('Delete');
  await expect(window.boxes('StatefulSet')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(window.boxes('StatefulSet')).toHaveCount(1);
});
