import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { stateOf } from '#shared/graph/state.ts';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import { exportDesign } from '#engine/manifests/export.ts';
import { Desk } from './desk.ts';
import { importFiles, type ImportOptions } from './import.ts';
import { samples } from './samples.ts';
import { ADMIN } from './users.ts';
import { answer } from './requests/index.ts';
import { Viewer } from './viewer.ts';
import { wall } from './wall.ts';

let folder: string;
let desk: Desk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  desk = new Desk({
    info: { host: 'web', platform: 'linux', version: '0', nativeDialogs: false },
    store: new ApplicationStore(folder),
    wall,
    resources: 'resources',
  });
});
afterEach(() => {
  desk.end();
  rmSync(folder, { recursive: true, force: true });
});

const doImport = (text: string, options: Partial<ImportOptions> = {}) =>
  importFiles(desk, desk.open ?? desk.create({ seed: 1 }), [{ name: 'f.yaml', text }], { by: ADMIN, ...options });
const MANY = (n: number) =>
  Array.from({ length: n }, (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m${i}}\ndata: {a: "1"}\n`).join('---\n');
/** Time passes until nothing settles; what is then not Ready and has not ended, with the reason. */
function unready(): readonly string[] {
  const { cluster } = desk.session;
  cluster.advanceUntilQuiet(cluster.now + 1_200_000);
  return cluster
    .client('test')
    .list(pods)
    .filter((p) => p.status.phase !== 'Succeeded' && stateOf(p).state !== 'ready')
    .map((p) => `${p.metadata.name}: ${stateOf(p).reason} ${stateOf(p).message}`);
}

test('where there is nothing to run it on, a pool is offered and made when it is wanted', async () => {
  const web =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 4\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}\n      containers: [{name: web, image: w, resources: {requests: {cpu: 5}}}]\n';
  const plan = await doImport(web, { dryRun: true });
  expect([plan.dryRun, plan.created, (plan.suggestedPool as NodePool).spec]).toEqual([
    true,
    ['apps/deployments/default/web'],
    { machineType: 'large', replicas: 4 },
  ]);
  const done = await doImport(web, { pool: true });
  expect([done.dryRun, done.created, desk.session.cluster.client('test').list(nodePools).length]).toEqual([
    false,
    ['drydock.dev/nodepools//workers', 'apps/deployments/default/web'],
    1,
  ]);
  expect(unready()).toEqual([]);
});

test('a long file is read in slices, can be called off, and changes nothing then', async () => {
  desk.create({ seed: 1 });
  const head = desk.session.document.log.head;
  const seen: number[] = [];
  const off = desk.work.progress.on((p) => {
    seen.push(p.done);
    if (p.done > 0) desk.work.cancel(p.id);
  });
  await expect(doImport(MANY(3_000))).rejects.toThrow('called off');
  off();
  expect([seen.length > 1, desk.session.document.log.head]).toEqual([true, head]);
});

test('comments survive closing and opening the document', async () => {
  const text = '# mine\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # odd\ndata: {}\n';
  await doImport(text);
  const { path } = desk.session.document;
  desk.close();
  const { document, cluster } = desk.openDocument(path);
  expect(exportDesign(cluster.core, document.log, document.sources, { as: 'one-file' }).files[0]?.text).toBe(text);
});

test('a kustomization beside its resources is left out with a word', async () => {
  const { created, notes } = await doImport(
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [m.yaml]\n---\n${MANY(1)}`,
  );
  expect([created, notes.map((n) => [n.severity, n.line, n.message])]).toEqual([
    ['core/configmaps/default/m0'],
    [['warning', 1, 'this Kustomization is left out: it is read by kustomize, not by a cluster']],
  ]);
});

test('who may not create something cannot import it', async () => {
  const { notes, dryRun } = await doImport(MANY(1), { by: { user: 'jane', groups: ['system:authenticated'] } });
  expect([dryRun, notes[0]?.message]).toEqual([
    true,
    'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"',
  ]);
});

test('every sample opens, and all its pods become Ready', async () => {
  for (const { id } of samples('resources')) {
    await answer(new Viewer(desk), 'document.new', { sample: id });
    expect(unready(), id).toEqual([]);
  }
});

test('a draft is called after its sample or what was imported, as files may be called', async () => {
  const named = async (input: object) => ((await answer(new Viewer(desk), 'document.new', input)) as { name: string }).name;
  expect(await named({ sample: samples('resources')[1]?.id })).toBe('stateful-database');
  expect([await named({ name: 'shop' }), await named({ name: 'shop' }), await named({ name: '../a:b/' }), await named({})]).toEqual([
    'shop',
    'shop 2',
    'a b',
    'Untitled',
  ]);
});

const REAL = '../shared/manifests';
test.skipIf(!existsSync(REAL)).for(['online-boutique', 'guestbook', 'cassandra', 'ingress-nginx'])(
  '%s comes in with the pool that is offered and runs (skipped where the manifests are not beside the checkout)',
  async (name) => {
    const done = await doImport(readFileSync(`${REAL}/${name}.yaml`, 'utf8'), { pool: true });
    expect(done.notes.filter((n) => n.severity === 'error')).toEqual([]);
    expect(unready()).toEqual([]);
  },
);

test('a window plans, imports and exports through the contract; what is no input is refused', async () => {
  const viewer = new Viewer(desk);
  const files = [{ name: 'a.yaml', text: MANY(2) }];
  desk.create({ seed: 1 });
  expect(await answer(viewer, 'import.plan', { files })).toMatchObject({ dryRun: true, created: { length: 2 } });
  expect(await answer(viewer, 'import.run', { files, pool: false })).toMatchObject({ dryRun: false });
  expect(await answer(viewer, 'import.plan', { files: [{ name: 'empty.yaml', text: '# nothing\n' }] })).toMatchObject({
    created: [],
    notes: [{ message: 'there is no Kubernetes object in this file' }],
  });
  expect(await answer(viewer, 'export', { as: 'one-file', keys: ['core/configmaps/default/m1'] })).toMatchObject({
    files: [{ text: MANY(2).split('---\n')[1] }],
    notes: [],
  });
  await expect(answer(viewer, 'export', { as: 'tar' })).rejects.toThrow('as is none of');
  await expect(answer(viewer, 'import.run', { files: 'a.yaml' })).rejects.toThrow('files is not a list');
});
