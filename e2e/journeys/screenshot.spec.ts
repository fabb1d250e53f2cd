/** The picture that README.md shows, made anew where DRYDOCK_SCREENSHOT is set. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '../hosts/drydock.ts';
import { Window } from './window.ts';

test('the picture of README.md', async ({ serve, visit, folder }) => {
  test.skip(process.env['DRYDOCK_SCREENSHOT'] === undefined, 'DRYDOCK_SCREENSHOT is not set');
  const { ready } = await serve(`${folder}/Storefront.drydock`, '--paused', '--seed', '7');
  const page = await visit(ready['url'] as string), window = new Window(page);
  await window.drop(fileURLToPath(new URL('../../resources/samples/1-web-service.yaml', import.meta.url)));
  await window.confirmImport();
  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'storefront')).toHaveAttribute('data-state', 'ready');
  await window.command('Show everything');
  await window.box('Deployment', 'storefront').click();
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await expect(page.getByText(/^Imported/)).toHaveCount(0, { timeout: 20_000 });
  await page.screenshot({ path: fileURLToPath(new URL('../../resources/screenshot.png', import.meta.url)) });
});
