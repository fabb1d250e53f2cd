/** What axe finds on the main screens, in light and in dark. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../hosts/drydock.ts';
import { deployment, pool } from './manifests.ts';
import { Window } from './window.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`nobody is kept out, in ${theme}`, async ({ start }) => {
    const { page } = await start();
    const window = new Window(page);
    if (theme === 'dark') await window.command('Switch between light and dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);

    const check = (screen: string) =>
      test.step(screen, async () => {
        // in the dark only the colours are others
        const axe = new AxeBuilder({ page });
        const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
        const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
        expect(
          grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}: ${v.nodes[0]?.failureSummary ?? ''}`),
          screen,
        ).toEqual([]);
      });

    await check('start screen');
    await window.newDesign();
    await check('an empty design');
    await window.dropText('shop.yaml', [pool(2), deployment('web', { replicas: 3 }), deployment('huge', { cpu: '64' })].join('---\n'));
    await expect(window.importing.getByText('will be created')).toBeVisible();
    await check('an import');
    await window.confirmImport();
    await window.playFast();
    await expect(window.box('Deployment', 'web')).toHaveAttribute('data-state', 'ready');
    await window.pause();
    await window.select('Deployment', 'web');
    for (const tab of ['Form', 'YAML', 'Status', 'History'] as const) {
      await window.tab(tab);
      await check(`the inspector's ${tab}`);
    }
    await page.getByRole('tab', { name: 'Events' }).click();
    await check('events');
    await page.getByRole('tab', { name: 'Console' }).click();
    await page.getByRole('combobox', { name: 'Command' }).fill('get pods');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log', { name: 'Output' })).toContainText('Running');
    await check('the console');
    await page.getByRole('tab', { name: 'Metrics' }).click();
    await expect(page.getByRole('img', { name: /^CPU: .* used/ })).toBeVisible();
    await check('metrics');
    await page.getByRole('tab', { name: 'Explore' }).click();
    await window.bar.getByRole('button', { name: /problems?/ }).click();
    await check('explorer and problems');
    await window.bar.getByRole('button', { name: /problems?/ }).click();
    await window.command('Show infrastructure');
    await window.command('Show the timeline');
    await window.time.getByRole('button', { name: 'To the start' }).click();
    await expect(page.getByText('Nothing can be changed in the past.')).toBeVisible();
    await check('the past');
    await window.command('Export YAML');
    await check('an export');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await check('the command palette');
  });
}
