/** The picture that README.md shows, made anew where DRYDOCK_SCREENSHOT is set. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '../hosts/drydock.ts';
import { Window } from './window.ts';

test('the picture of README.md', async ({ serve, visit, folder }) => {
  test.skip(process.env['DRYDOCK_SCREENSHOT'] === undefined, 'DRYDOCK_SCREENSHOT is not set');
  const { ready } = await serve(`${folder}/Three zones.drydock`, '--paused', '--seed', '7');
  const page = await visit(ready['url'] as string);
  const window = new Window(page);
  await window.drop(fileURLToPath(new URL('../../resources/samples/3-three-zones.yaml', import.meta.url)));
  await window.confirmImport();
  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'api')).toHaveAttribute('data-state', 'ready');
  // a rolling update, so that there is something to see in the timeline
  await window.select('Deployment', 'api');
  await window.fill('Image', 'registry.example/api:3.2.0');
  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'api')).toHaveAttribute('data-state', 'ready');
  // on to where the autoscaler has asked for more, and they are on their way
  await expect
    .poll(
      async () => {
        await window.command('To the next event');
        return Number(/·\s*(\d+)\s*pending/.exec((await window.status.textContent()) ?? '')?.[1] ?? 0);
      },
      { timeout: 40_000 },
    )
    .toBeGreaterThan(3);
  await window.command('Show everything');
  await window.box('Deployment', 'api').click();
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await expect(page.getByText(/^Imported/)).toHaveCount(0, { timeout: 20_000 });
  await page.screenshot({ path: fileURLToPath(new URL('../../resources/screenshot.png', import.meta.url)) });
});
