import { beforeEach, expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { inverse } from './inverse.ts';
import { Undo } from './undo.svelte.ts';

/** A cluster of one kind that takes every change and gives out uids. */
let objects: Map<string, ApiObject>;
let wallMs: number;
let uids: number;
let undo: Undo;
let placed: unknown[];

const key = (o: ApiObject) => o.metadata.name;
const deployment = (name: string, replicas: number, image = 'a:1') =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { replicas, template: { spec: { containers: [{ name: 'web', image }] } } },
  }) as unknown as ApiObject;
const spec = (name: string) =>
  (objects.get(name) as unknown as { spec: { replicas: number; template: { spec: { containers: { image: string }[] } } } }).spec;

function write(o: ApiObject): ApiObject {
  const old = objects.get(key(o));
  const stored = {
    status: { observed: 1 },
    ...o,
    metadata: { ...o.metadata, uid: old?.metadata.uid ?? `uid-${++uids}` },
  } as unknown as ApiObject;
  objects.set(key(o), stored);
  return stored;
}

function apply(changes: readonly ObjectChange[]) {
  return changes.flatMap((c) => {
    if (c.after && !c.before && objects.has(key(c.after))) throw new Error('AlreadyExists');
    if (c.after) return [write(c.after)];
    objects.delete(key(c.before as ApiObject));
    return [];
  });
}

const bridge = {
  request: async (_: string, input: { changes: readonly ObjectChange[] }) => ({ objects: apply(input.changes), revision: 1 }),
  subscribe: () => () => {},
} as unknown as Bridge;

beforeEach(() => {
  objects = new Map();
  placed = [];
  wallMs = uids = 0;
  undo = new Undo({
    bridge,
    current: (k) => objects.get(k),
    keyOf: key,
    shown: async () => {},
    place: async (_view, p) => {
      placed.push(p);
    },
    wallMs: () => wallMs,
  });
});

test('a creation is undone and redone', async () => {
  await undo.apply('Add web', [{ after: deployment('web', 3) }]);
  await undo.undo();
  expect(objects.size).toBe(0);
  await undo.redo();
  expect(spec('web').replicas).toBe(3);
});

test('however fast undo and redo are asked for, each is done', async () => {
  await undo.apply('Add web', [{ after: deployment('web', 3) }]);
  await undo.apply('Add api', [{ after: deployment('api', 1) }]);
  const undone = [undo.undo(), undo.undo()];
  expect(undo.canRedo).toBe(true);
  await Promise.all([...undone, undo.redo()]);
  expect([...objects.keys()]).toEqual(['web']);
});

test('what was deleted comes back as a new object without the status and identity of the old', async () => {
  const old = write(deployment('web', 3));
  await undo.apply('Delete web', [{ before: old }]);
  await undo.undo();
  expect(objects.get('web')).toMatchObject({ metadata: { name: 'web', uid: 'uid-2' }, spec: { replicas: 3 } });
});

test('undo takes back what was changed and leaves what others changed since', async () => {
  const before = write(deployment('web', 3));
  await undo.apply('Set image', [{ before, after: deployment('web', 3, 'a:2') }]);
  write(deployment('web', 8, 'a:2')); // an autoscaler
  await undo.undo();
  expect([spec('web').replicas, spec('web').template.spec.containers[0]!.image]).toEqual([8, 'a:1']);
  await undo.redo();
  expect([spec('web').replicas, spec('web').template.spec.containers[0]!.image]).toEqual([8, 'a:2']);
});

test('undo never touches the status', async () => {
  const before = { ...write(deployment('web', 3)), status: { readyReplicas: 0 } } as unknown as ApiObject;
  await undo.apply('Scale', [{ before, after: deployment('web', 5) }]);
  objects.set('web', { ...objects.get('web'), status: { readyReplicas: 5 } } as unknown as ApiObject);
  await undo.undo();
  expect(objects.get('web')).toMatchObject({ status: { readyReplicas: 5 }, spec: { replicas: 3 } });
});

test('steps of one merge key close to each other are one step, later ones are not', async () => {
  write(deployment('web', 1));
  for (const [n, ms] of [
    [2, 0],
    [3, 400],
    [4, 5000],
  ] as const) {
    wallMs = ms;
    await undo.apply('Scale', [{ before: objects.get('web')!, after: deployment('web', n) }], 'scale:web');
  }
  await undo.undo();
  expect(spec('web').replicas).toBe(3);
  await undo.undo();
  expect(spec('web').replicas).toBe(1);
  expect(undo.canUndo).toBe(false);
});

test('steps of several objects are undone in reverse order, and a new step ends what can be redone', async () => {
  await undo.apply('Import', [{ after: deployment('a', 1) }, { after: deployment('b', 1) }]);
  await undo.undo();
  expect([objects.size, undo.canRedo]).toEqual([0, true]);
  await undo.apply('Add c', [{ after: deployment('c', 1) }]);
  expect([undo.canRedo, undo.undoLabel]).toEqual([false, 'Add c']);
});

test('boxes go back to where they were, or to nobody having placed them', async () => {
  undo.record({ label: 'Move', placements: [{ view: 'workloads', before: { web: null }, after: { web: { x: 1, y: 2 } } }] });
  await undo.undo();
  await undo.redo();
  expect(placed).toEqual([{ web: null }, { web: { x: 1, y: 2 } }]);
});

test('a step the API refuses to take back stays to be tried again', async () => {
  const old = write(deployment('web', 3));
  await undo.apply('Delete web', [{ before: old }]);
  const request = bridge.request;
  (bridge as { request: unknown }).request = () => Promise.reject(new Error('Forbidden'));
  await expect(undo.undo()).rejects.toThrow('Forbidden');
  (bridge as { request: unknown }).request = request;
  expect([undo.canUndo, undo.undoLabel]).toEqual([true, 'Delete web']);
});

test('what was deleted and has not gone yet is brought back all the same', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', uid: 'u' },
    spec: {},
  } as unknown as ApiObject;
  const leaving = { ...claim, metadata: { ...claim.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } } as ApiObject;
  expect([inverse({ before: claim }, leaving)?.after?.metadata, inverse({ before: claim }, claim)]).toEqual([
    { name: 'data', namespace: 'shop' },
    undefined,
  ]);
});
