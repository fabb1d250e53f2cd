/** What is kept: through export and import, through the death of the process, and in files that are damaged or too new. */
import { readFileSync, writeFileSync } from 'node:fs';
import { request as https } from 'node:https';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drydock, expect, test, type Served } from '../hosts/drydock.ts';
import { deployment, pool, realManifest } from './manifests.ts';
import { Window } from './window.ts';

test('what is exported and imported again is the same design', async ({ start, folder }) => {
  const boutique = realManifest('online-boutique');
  test.skip(boutique === undefined, 'the manifests to try it on are not here');
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.drop(boutique as string);
  await window.confirmImport();
  await window.select('Deployment', 'frontend');
  await window.fill('Replicas', '3');
  await window.playFast();
  await expect(window.boxes('Deployment', 'ready')).toHaveCount(12, { timeout: 60_000 });
  await window.pause();
  const first = await window.exported();
  expect(first).toContain('replicas: 3');
  expect(first.match(/^kind: Deployment$/gm)).toHaveLength(12);
  expect(first).not.toMatch(/^kind: (ReplicaSet|Pod|Node|NodePool|EndpointSlice)$/m);

  writeFileSync(join(folder, 'exported.yaml'), first);
  const design = join(folder, 'again.drydock');
  expect(await drydock(['import', design, join(folder, 'exported.yaml'), '--pool'], folder)).toMatchObject({ code: 0 });
  expect((await drydock(['export', design], folder)).out).toBe(first);
});

test('a window that loses its process finds everything that was acknowledged when it is opened again', async ({ start }) => {
  const { page, kill } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('web.yaml', `${pool()}---\n${deployment('web', { replicas: 2 })}`);
  await window.confirmImport();
  await window.speed('64×');
  await window.play();
  await window.select('Deployment', 'web');
  await window.fill('Replicas', '5');
  await window.tab('YAML');
  await expect(window.yaml).toContainText('replicas: 5');
  const revision = await window.revision();
  await kill();
  await expect(page.getByText('Drydock does not answer at the moment.')).toBeVisible();

  const again = await start();
  const reopened = new Window(again.page);
  await again.page.getByRole('region', { name: 'Recent' }).getByRole('button').first().click();
  await reopened.select('Deployment', 'web');
  await expect(reopened.yaml).toContainText('replicas: 5');
  expect(await reopened.revision()).toBeGreaterThanOrEqual(revision);
  await reopened.playFast();
  await expect(reopened.box('Deployment', 'web')).toHaveAttribute('data-state', 'ready');
  await expect(reopened.box('Deployment', 'web')).toHaveAccessibleName(/5\/5/);
});

test('what the API has acknowledged is there after kill -9 in the midst of writing', async ({ serve, folder }) => {
  const file = join(folder, 'kept.drydock');
  const served = await serve(file, '--speed', 'max');
  const acknowledged: string[] = [];
  const writer = (w: number) =>
    (async () => {
      for (let i = 0; ; i++) {
        const name = `w${w}-${i}`;
        if ((await create(served, name).catch(() => 0)) !== 201) return;
        acknowledged.push(name);
      }
    })();
  const writers = [0, 1, 2, 3].map(writer);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(40);
  await served.end('SIGKILL');
  await Promise.all(writers);

  const { out, code } = await drydock(['export', file], folder);
  const there = new Set([...out.matchAll(/^ {2}name: (w\d-\d+)$/gm)].map((m) => m[1]));
  expect({ code, lost: acknowledged.filter((name) => !there.has(name)) }).toEqual({ code: 0, lost: [] });
});

test('a damaged document opens read-only with a word, and is not touched', async ({ start, folder }) => {
  const file = join(folder, 'shop.drydock');
  writeFileSync(join(folder, 'web.yaml'), Array.from({ length: 40 }, (_, i) => deployment(`web-${i}`)).join('---\n'));
  expect(await drydock(['import', file, join(folder, 'web.yaml')], folder)).toMatchObject({ code: 0 });
  const bytes = readFileSync(file);
  const from = Math.floor(bytes.length * 0.6);
  bytes.fill(0xa5, from, from + 8192);
  writeFileSync(file, bytes);

  const { page } = await start({ files: [file] });
  const window = new Window(page);
  await expect(page.getByText(/shop\.drydock is damaged .* is shown and cannot be changed\. Save a copy/).first()).toBeVisible();
  await expect(window.bar.getByRole('button', { name: /^Document/ })).toContainText('read only');
  await expect(page.getByRole('button', { name: 'Add Deployment', exact: true })).toHaveAttribute('aria-disabled', 'true');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a document of a newer Drydock is not written', async ({ start, folder }) => {
  const file = join(folder, 'newer.drydock');
  writeFileSync(join(folder, 'web.yaml'), deployment('web'));
  await drydock(['import', file, join(folder, 'web.yaml')], folder);
  const db = new Database(file);
  db.pragma('user_version = 9999');
  db.close();
  const bytes = readFileSync(file);
  const { page } = await start({ files: [file] });
  await expect(page.getByText(/newer\.drydock was written by a newer Drydock/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add Deployment', exact: true })).toHaveAttribute('aria-disabled', 'true');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('what is no document is refused with a word, and another that is open stays', async ({ start, folder }) => {
  writeFileSync(join(folder, 'letter.drydock'), 'Dear Sirs, this is a letter and no design.\n'.repeat(200));
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.add('Deployment', 420, 120);
  await expect(window.boxes('Deployment')).toHaveCount(1);
  await window.command('Open a design');
  await window.pick(folder, 'letter.drydock');
  await expect(page.getByText(/letter\.drydock is not a Drydock document/).first()).toBeVisible();
  await expect(window.boxes('Deployment')).toHaveCount(1);
});

/** Creates a ConfigMap over HTTPS; the status it is answered with. */
function create({ ready }: Served, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = https(
      `${ready['kubeUrl']}/api/v1/namespaces/default/configmaps`,
      {
        method: 'POST',
        rejectUnauthorized: false,
        headers: { authorization: `Bearer ${ready['token']}`, 'content-type': 'application/json' },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  });
}
