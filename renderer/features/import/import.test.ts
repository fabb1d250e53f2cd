import { beforeEach, expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import type { Connection } from '../../bridge/index.ts';
import { App } from '../../state/app.svelte.ts';
import { byResource, ImportFlow } from './import.svelte.ts';

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u1' },
  spec: {},
} as unknown as ApiObject;
const KEY = 'apps/deployments/shop/web';
const plan = { created: [KEY], changed: [], unchanged: [], notes: [], dryRun: true };

let app: App;
let flow: ImportFlow;
let asked: { name: string; input: unknown }[];
let answers: Record<string, unknown>;

beforeEach(() => {
  asked = [];
  answers = {
    'import.plan': plan,
    'import.run': { ...plan, dryRun: false },
    'document.new': { path: '/d', name: 'd', draft: true, seed: 1, epochMs: 0 },
    'layout.get': {},
    'changes.apply': { objects: [], revision: 0 },
  };
  const request = async (name: string, input: unknown) => {
    asked.push({ name, input });
    if (name === 'import.run') app.cluster.receive({ set: [web], gone: [], revision: 1 });
    return answers[name];
  };
  app = new App({ state: 'open', onState: () => () => {}, request, subscribe: () => () => {}, pathOf: () => '' } as unknown as Connection, {
    mac: false,
    onFrame: (run) => run(),
    wallMs: () => 0,
  });
  flow = new ImportFlow(app);
});
const names = () => asked.map((a) => a.name);

test('where no design is open, importing begins a new one', async () => {
  await flow.start([{ name: 'a.yaml', text: '' }]);
  expect(names()).toEqual(['document.new', 'layout.get', 'import.plan']);
  expect(flow.plan).toEqual(plan);
  expect(asked[0]?.input).toEqual({ name: 'a' });
});

test('nothing is imported into the past', async () => {
  app.clock.receive({ nowMs: 9, playing: false, speed: 1, settling: false, revision: 9, looking: { revision: 1, atMs: 1 } });
  const said: unknown[] = [];
  app.notices.showBy((n) => {
    said.push(n.detail);
  });
  await flow.start([{ name: 'a.yaml', text: '' }]);
  expect([names(), flow.files, said]).toEqual([[], undefined, ['You are looking at the past.']]);
});

test('what was given up and is read after all is not shown for what came next, and reading it is called off', async () => {
  await app.document.create();
  let answer = (_: unknown) => {};
  answers['import.plan'] = new Promise((resolve) => {
    answer = resolve;
  });
  const first = flow.start([{ name: 'big.yaml', text: '' }]);
  app.work.receive({ id: 'w1', label: 'Reading big.yaml', done: 1, total: 2 });
  expect(flow.progress?.done).toBe(1);
  flow.close();
  expect(asked.at(-1)).toEqual({ name: 'work.cancel', input: { id: 'w1' } });
  answers['import.plan'] = { ...plan, created: [] };
  await flow.start([{ name: 'a.yaml', text: '' }]);
  answer(plan);
  await first;
  expect([flow.plan?.created, flow.busy]).toEqual([[], false]);
});

test('what was imported is one step of undo', async () => {
  await flow.start([{ name: 'a.yaml', text: '' }]);
  await flow.run(false);
  expect([flow.files, app.undo.undoLabel]).toEqual([undefined, 'import of a.yaml']);
  await app.undo.undo();
  expect(asked.at(-1)).toMatchObject({ name: 'changes.apply', input: { changes: [{ before: web }] } });
});

test('an import that found errors after all stays open with what it found', async () => {
  await flow.start([{ name: 'a.yaml', text: '' }]);
  answers['import.run'] = { ...plan, created: [], notes: [{ file: 'a.yaml', document: 1, severity: 'error', message: 'no' }] };
  await flow.run(false);
  expect([flow.errors.length, app.undo.canUndo]).toEqual([1, false]);
});

test('the pool is asked for only where one was suggested', async () => {
  await flow.start([{ name: 'a.yaml', text: '' }]);
  await flow.run(true);
  expect(asked.find((a) => a.name === 'import.run')?.input).toMatchObject({ pool: false, skipBroken: true });
});

test('keys are shown by kind', () => {
  expect(byResource(['apps/deployments/shop/a', 'core/nodes//n', 'apps/deployments/shop/b'], (r) => r.split('/')[1] as string)).toEqual([
    ['deployments', ['shop/a', 'shop/b']],
    ['nodes', ['n']],
  ]);
});
