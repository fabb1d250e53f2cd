/** Going about in time: how fast, step by step, to where something happens or goes wrong, and back. */
import { expect, test } from '../hosts/drydock.ts';
import { deployment, pool } from './manifests.ts';
import { Window } from './window.ts';

const BROKEN = deployment('broken').replace(
  '    metadata: {labels: {app: broken}}',
  '    metadata: {labels: {app: broken}, annotations: {behaviour.drydock.dev/image-exists: "false"}}',
);

test('time runs as fast as it is told to, and stands still while it is paused', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('web.yaml', `${pool()}---\n${deployment('web')}`);
  await window.confirmImport();
  expect(await window.shownMs()).toBe(0);
  await window.speed('64×');
  await window.play();
  // more than the wall clock could do while this waits
  await expect.poll(() => window.shownMs()).toBeGreaterThan(60_000);
  await expect(window.status).toContainText('speed 64×');
  await window.speed('¼×');
  const slow = await window.shownMs();
  await expect.poll(() => window.shownMs()).toBeGreaterThan(slow);
  await window.pause();
  await expect(window.time.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const still = await window.shownMs();
  await window.speed('max');
  expect(await window.shownMs()).toBe(still);
});

test('time goes on event by event and to the next failure, back step by step, and to any instant of the timeline', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('web.yaml', [pool(1), deployment('web', { replicas: 2 })].join('---\n'));
  await window.confirmImport();

  const written = await window.revision();
  await window.time.getByRole('button', { name: 'Run to the next event' }).click();
  await expect.poll(() => window.revision()).toBeGreaterThan(written);
  const early = await window.revision();
  await page.getByRole('button', { name: 'next event', exact: true }).click();
  await expect.poll(() => window.revision()).toBeGreaterThan(early);
  await expect(window.time.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  await window.command('Run until everything has settled');
  await expect(window.box('Deployment', 'web')).toHaveAttribute('data-state', 'ready');
  await expect(window.bar.getByRole('button', { name: '0 problems' })).toBeVisible();
  await window.dropText('broken.yaml', BROKEN);
  await window.confirmImport();
  await page.getByRole('button', { name: 'next failure', exact: true }).click();
  await expect(window.bar.getByRole('button', { name: /^[1-9]\d* problems?/ })).toBeVisible();
  await window.bar.getByRole('button', { name: /problems?/ }).click();
  await expect(page.getByRole('dialog', { name: 'Problems' })).toContainText('ErrImagePull');
  await window.bar.getByRole('button', { name: /problems?/ }).click();
  const now = await window.shownMs();
  const last = await window.revision();
  expect(now).toBeGreaterThan(0);

  await window.time.getByRole('button', { name: 'Step back' }).click();
  await expect(page.getByText('Nothing can be changed in the past.')).toBeVisible();
  await expect.poll(() => window.revision()).toBeLessThan(last);
  await expect(page.getByRole('button', { name: 'Add Deployment', exact: true })).toHaveAttribute('aria-disabled', 'true');
  const back = await window.revision();
  await window.time.getByRole('button', { name: 'Step back' }).click();
  await expect.poll(() => window.revision()).toBeLessThan(back);
  await window.time.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => window.revision()).toBe(back);

  const chart = page.getByRole('group', { name: 'Writes and states over time' });
  await chart.click({ position: { x: 3, y: 10 } });
  await expect.poll(() => window.shownMs()).toBeLessThan(now / 2);
  await expect(window.box('Deployment', 'broken')).toHaveCount(0);
  await window.time.getByRole('button', { name: 'Return to now' }).click();
  await expect.poll(() => window.shownMs()).toBe(now);
  await expect(window.bar.getByRole('button', { name: /^[1-9]\d* problems?/ })).toBeVisible();

  await window.time.getByRole('button', { name: 'To the start' }).click();
  await expect.poll(() => window.shownMs()).toBe(0);
  await window.speed('64×');
  await window.time.getByRole('button', { name: 'Play from here' }).click();
  await expect.poll(() => window.shownMs()).toBe(now);
  await expect(page.getByText('Nothing can be changed in the past.')).toBeHidden();
});
