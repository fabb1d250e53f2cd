/** The picture that README.md shows, made anew where DRYDOCK_SCREENSHOT is set. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '../hosts/drydock.ts';
import { Window } from './window.ts';

test('the picture of README.md', async ({ serve, visit, folder }) => {
  test.skip(process.env['DRYDOCK_SCREENSHOT'] === undefined, 'DRYDOCK_SCREENSHOT is not set');
  const { ready } = await serve(`${folder}/Three zones.drydock`, '--paused', '--seed', '7');
  const page = await visit(ready['url'] as string), window = new Window(page);
  await window.drop(fileURLToPath(new URL('../../resources/samples/3-three-zones.yaml', import.meta.url)));
  await window.confirmImport();
  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'api')).toHaveAttribute('data-state', 'ready');
  // a rolling update, so that there is something to see in the timeline
  await window.select('Deployment', 'api');
  await window.fill('Image', 'registry.example/api:3.2.0');
  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'api')).toHaveAttribute('data-state', 'ready');
  for (let i = 0; i < 4; i++) {
    const shown = await window.shownMs();
    await window.command('To the next event');
    await expect.poll(() => window.shownMs()).toBeGreaterThan(shown);
  }
  await window.command('Show everything');
  await window.box('Deployment', 'api').click();
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await expect(page.getByText(/^Imported/)).toHaveCount(0, { timeout: 20_000 });
  await page.screenshot({ path: fileURLToPath(new URL('../../resources/screenshot.png', import.meta.url)) });
});
