/** A design looks tomorrow as it was left today. */
import type { Page } from '@playwright/test';
import { expect, test } from '../hosts/drydock.ts';
import { Window } from './window.ts';

const MANIFEST = ['web', 'api', 'cart', 'mail']
  .map(
    (name) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "shop/${name}:1" }] }
`,
  )
  .join('---\n');

/** Where boxes lie from each other, by log key. */
async function layout(page: Page): Promise<Readonly<Record<string, string>>> {
  const rects = await page
    .locator('[data-key]')
    .evaluateAll((boxes) =>
      boxes.map((b) => [b.getAttribute('data-key') as string, b.getAttribute('style')?.replace(/z-index.*/, '') ?? ''] as const),
    );
  return Object.fromEntries(rects);
}

test('boxes lie where they lay when the window is opened again, those that nobody moved too', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('shop.yaml', MANIFEST);
  await window.confirmImport();
  await expect(window.boxes('Deployment')).toHaveCount(4);
  await window.select('Deployment', 'web');
  await page.keyboard.press('Delete');
  await expect(window.boxes('Deployment')).toHaveCount(3);
  await window.add('Namespace', 700, 60);
  await expect(window.boxes('Namespace')).toHaveCount(2);
  await page.keyboard.press('f');
  await page.waitForTimeout(1_000); // what has settled is written down within half a second
  const before = await layout(page);
  await page.reload();
  await expect(window.boxes('Deployment')).toHaveCount(3);
  await expect.poll(() => layout(page)).toEqual(before);
});

test('a namespace is made larger by its corner and by the keyboard, stays so, and is undone', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.add('Namespace', 200, 100);
  const shop = window.boxes('Namespace').first();
  const width = async () => (await shop.boundingBox())?.width ?? 0;
  await expect(shop).toBeVisible();
  const narrow = await width();
  const corner = await page.locator('[data-grip="corner"]').boundingBox();
  if (!corner) throw new Error('the selected namespace has no corner to take hold of');
  await window.drag({ x: corner.x + 9, y: corner.y + 9 }, { x: corner.x + 109, y: corner.y + 49 });
  await expect.poll(width).toBeCloseTo(narrow + 100, 0);
  await page.keyboard.press('Control+z');
  await expect.poll(width).toBeCloseTo(narrow, 0);
  await shop.focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(width).toBeCloseTo(narrow + 8, 0);
  await page.reload();
  await expect.poll(width).toBeCloseTo(narrow + 8, 0);
});

test('what is dragged into another namespace lies there where it was let go', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText(
    'two.yaml',
    ['one', 'two'].map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`).join('---\n') +
      '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: one }\n',
  );
  await window.confirmImport();
  const settings = window.box('ConfigMap', 'settings');
  const two = window.box('Namespace', 'two');
  await expect(settings).toBeVisible();
  const from = await settings.boundingBox();
  const to = await two.boundingBox();
  if (!from || !to) throw new Error('there is nothing to drag, or nowhere to drag it');
  const x = to.x + 60;
  const y = to.y + 100;
  await window.drag({ x: from.x + 20, y: from.y + 10 }, { x: x + 20, y: y + 10 });
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await expect(page.locator('[data-key="core/configmaps/two/settings"]')).toBeVisible();
  const lies = await settings.boundingBox();
  expect([Math.abs((lies?.x ?? 0) - x), Math.abs((lies?.y ?? 0) - y)].every((d) => d < 30)).toBe(true);
});
