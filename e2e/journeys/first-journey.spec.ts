/** The whole way once: real YAML in, seen and run, changed by hand, rewound, and YAML out again. */
import { expect, test } from '../hosts/drydock.ts';
import { realManifest } from './manifests.ts';
import { Window } from './window.ts';

test('a shop is imported, runs, is rewound and goes out as YAML', async ({ start }) => {
  const boutique = realManifest('online-boutique');
  test.skip(boutique === undefined, 'the manifests to try it on are not here');
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.drop(boutique as string);
  await expect(page.getByText('Also add a node pool that holds it')).toBeVisible();
  await window.confirmImport();
  await expect(window.boxes('Deployment')).toHaveCount(12);

  await window.playFast();
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(12, { timeout: 60_000 });

  await window.pause();
  const now = await window.shownMs();
  await window.time.getByRole('button', { name: 'To the start' }).click();
  await expect.poll(() => window.shownMs()).toBe(0);
  expect(now).toBeGreaterThan(1000);
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(0);
  await expect(page.getByText('Nothing can be changed in the past.')).toBeVisible();
  await window.time.getByRole('button', { name: 'Return to now' }).click();
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(12);

  await window.command('Export YAML');
  const dialog = page.getByRole('dialog', { name: 'Export YAML' });
  await expect(dialog.getByText('kind: ServiceAccount').first()).toBeVisible();
});

test('a design is drawn by hand: added, connected, changed, seen as YAML, undone and done again', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.add('NodePool', 650, 300);
  await expect(window.boxes('NodePool')).toHaveCount(1);
  await window.add('Namespace', 150, 80);
  await window.add('Service', 420, 250);
  await expect(window.box('Service', 'service')).toHaveCount(1);
  await window.add('Deployment', 420, 120);
  await expect(window.box('Deployment', 'web')).toHaveCount(1);
  await window.add('StatefulSet', 200, 300);
  await expect(window.box('StatefulSet', 'db')).toHaveCount(1);
  await window.command('Show infrastructure');
  await window.add('Node', 300, 300);
  await expect(window.box('Node', 'node-1')).toHaveCount(1);
  await window.command('Show workloads');
  await expect(window.box('Service', 'service')).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);

  await test.step('the Service is connected to the Deployment from its handle', async () => {
    await window.select('Service', 'service');
    await window.tab('YAML');
    await expect(window.yaml).toContainText('app: service');
    const from = await window.canvas.locator('[data-handle="top"]').boundingBox();
    const to = await window.box('Deployment', 'web').boundingBox();
    if (!from || !to) throw new Error('there is no handle to draw from, or nothing to draw to');
    await window.drag({ x: from.x + from.width / 2, y: from.y + from.height / 2 }, { x: to.x + to.width / 2, y: to.y + to.height / 2 });
    await expect(window.yaml).toContainText('app: web');
    await page.keyboard.press('Control+z');
    await expect(window.yaml).toContainText('app: service');
  });

  await test.step('and by the keyboard', async () => {
    await window.box('Service', 'service').focus();
    await page.keyboard.press('c');
    await page
      .getByRole('dialog', { name: /^Connect service/ })
      .getByRole('button', { name: /^web Deployment/ })
      .click();
    await expect(window.yaml).toContainText('app: web');
  });

  await test.step('replicas and image are changed in the form and seen in the YAML', async () => {
    await window.box('Deployment', 'web').focus();
    await window.tab('Form');
    await window.fill('Replicas', '4');
    await window.fill('Image', 'registry.example/web:2');
    await window.tab('YAML');
    await expect(window.yaml).toContainText('replicas: 4');
    await expect(window.yaml).toContainText('image: registry.example/web:2');
    await window.box('Deployment', 'web').focus();
    await page.keyboard.press('Control+z');
    await expect(window.yaml).not.toContainText('image: registry.example/web:2');
    await page.keyboard.press('Control+z');
    await expect(window.yaml).not.toContainText('replicas: 4');
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await expect(window.yaml).toContainText('replicas: 4');
    await expect(window.yaml).toContainText('image: registry.example/web:2');
  });

  await test.step('all of it is undone and done again', async () => {
    await window.box('StatefulSet', 'db').focus();
    await page.keyboard.press('Delete');
    await expect(window.boxes('StatefulSet')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(window.boxes('StatefulSet')).toHaveCount(1);
    // time runs, so that the Namespace and the claims that are taken back really go before they are made again
    await window.playFast();
    const drawn = async () => Promise.all(['StatefulSet', 'Service', 'Deployment', 'NodePool'].map((kind) => window.boxes(kind).count()));
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+z');
          return drawn();
        },
        { intervals: [100] },
      )
      .toEqual([0, 0, 0, 0]);
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+Shift+z');
          return drawn();
        },
        { intervals: [100] },
      )
      .toEqual([1, 2, 1, 1]);
    await window.select('Service', 'service');
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+Shift+z');
          return window.yaml.textContent();
        },
        { intervals: [100] },
      )
      .toContain('app: web');
    await window.select('Deployment', 'web');
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+Shift+z');
          return window.yaml.textContent();
        },
        { intervals: [100] },
      )
      .toMatch(/replicas: 4.*image: registry.example\/web:2/);
  });
});
