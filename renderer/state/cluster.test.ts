import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { Cluster } from './cluster.svelte.ts';
import { effectRoot } from './testing.svelte.ts';

/** A mirror whose frames the test draws. */
function mirror() {
  const frames: (() => void)[] = [];
  const cluster = new Cluster((run) => frames.push(run));
  let revision = 0;
  const receive = (set: readonly ApiObject[], gone: readonly string[] = [], reset = false) =>
    cluster.receive({ set, gone, reset, revision: ++revision });
  return {
    cluster,
    receive,
    frame: () => {
      for (const run of frames.splice(0)) run();
      flushSync();
    },
  };
}

const object = (apiVersion: string, kind: string, namespace: string | undefined, name: string, more: object = {}, uid = `uid-${name}`) =>
  ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), uid, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    ...more,
  }) as unknown as ApiObject;
const pod = (name: string, nodeName?: string, owner?: string) => {
  const p = object('v1', 'Pod', 'shop', name, { spec: { nodeName } });
  return owner
    ? {
        ...p,
        metadata: {
          ...p.metadata,
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `uid-${owner}`, controller: true }],
        },
      }
    : p;
};

/** Watches a reading; the test sees how often it ran and what it gave last. */
function watched<T>(read: () => T) {
  const seen = { runs: 0, last: undefined as T | undefined };
  const stop = effectRoot(() => {
    seen.runs++;
    seen.last = read();
  });
  return Object.assign(seen, { stop });
}

test('what arrives within one frame shows once, at the frame', () => {
  const { cluster, receive, frame } = mirror();
  const names = watched(() => cluster.pods.all.map((p) => p.metadata.name));
  receive([pod('a')], [], true);
  receive([pod('b')]);
  receive([], ['core/pods/shop/a']);
  expect(names.last).toEqual([]);
  frame();
  expect(names).toMatchObject({ runs: 2, last: ['b'] });
  expect(cluster.revision).toBe(3);
});

test('objects are found by owner, node, namespace and uid, also after they have moved', () => {
  const { cluster, receive, frame } = mirror();
  const onNode = watched(() => cluster.byNode.get('n1').map((p) => p.metadata.name));
  receive([pod('a', undefined, 'web'), pod('b', 'n1', 'web')]);
  frame();
  receive([pod('a', 'n1', 'web')]);
  frame();
  expect(onNode.last).toEqual(['b', 'a']);
  expect(cluster.byOwner.get('uid-web')).toHaveLength(2);
  expect(cluster.pods.byNamespace.get('shop')).toHaveLength(2);
  expect(cluster.byUid.get('uid-a')[0]?.metadata.name).toBe('a');
});

test('a list whose members did not change stays the very same, so nothing derived from it runs again', () => {
  const { cluster, receive, frame } = mirror();
  receive([pod('a', 'n1'), pod('b', 'n2')]);
  frame();
  const before = cluster.byNode.get('n1');
  receive([{ ...pod('b', 'n2'), metadata: { ...pod('b').metadata, resourceVersion: '2' } }]);
  frame();
  expect(cluster.byNode.get('n1')).toBe(before);
  expect(cluster.byNode.get('n2')[0]?.metadata.resourceVersion).toBe('2');
});

test('a reset forgets what was there, custom resources too', () => {
  const { cluster, receive, frame } = mirror();
  const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', undefined, 'boats.example.com', {
    spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'boats', kind: 'Boat' }, versions: [{ name: 'v1' }] },
  });
  const boats = watched(() => cluster.table('example.com/boats').size);
  receive([object('example.com/v1', 'Boat', 'shop', 'nina'), crd, pod('a')], [], true);
  frame();
  expect(boats.last).toBe(1);
  expect(cluster.get('example.com/boats/shop/nina')?.metadata.name).toBe('nina');
  receive([pod('b')], [], true);
  frame();
  expect([boats.last, cluster.pods.all.length, cluster.byUid.get('uid-a').length]).toEqual([0, 1, 0]);
});

test('another document begins with nothing, and what of the last one still waits never shows', () => {
  const { cluster, receive, frame } = mirror();
  const told: boolean[] = [];
  receive([pod('a')], [], true);
  frame();
  receive([pod('late')]);
  cluster.onChange((c) => told.push(c.reset));
  cluster.forget();
  frame();
  expect([cluster.ready, cluster.revision, cluster.pods.all.length, told]).toEqual([false, 0, 0, [true]]);
});

test('a workload is as its pods are, from one frame to the next', () => {
  const { cluster, receive, frame } = mirror();
  const owned = (by: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind: 'x', name: by, uid: `uid-${by}`, controller: true }] });
  const deployment = object('apps/v1', 'Deployment', 'shop', 'web', { spec: { replicas: 1 }, status: {} });
  const set = object('apps/v1', 'ReplicaSet', 'shop', 'web-1', { spec: {}, status: {} });
  const p = pod('web-1-a');
  const own = (o: ApiObject, by: string, rest: object = {}) => ({ ...o, metadata: { ...o.metadata, ...owned(by) }, ...rest }) as ApiObject;
  receive([deployment, own(set, 'web'), own(p, 'web-1', { status: { phase: 'Pending' } })], [], true);
  frame();
  const at = (key: string) => cluster.get(key) as ApiObject;
  expect(cluster.stateOf(at('apps/deployments/shop/web')).state).toBe('waiting');
  receive([
    own(p, 'web-1', {
      status: { phase: 'Running', containerStatuses: [{ name: 'a', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
    }),
  ]);
  frame();
  expect(cluster.stateOf(at('apps/deployments/shop/web'))).toMatchObject({ state: 'failed', reason: 'CrashLoopBackOff' });
  expect(cluster.podsOf(at('apps/deployments/shop/web')).map((x) => x.metadata.name)).toEqual(['web-1-a']);
});

test('the changes of a frame are told once it is in place', () => {
  const { cluster, receive, frame } = mirror();
  const told: unknown[] = [];
  cluster.onChange((c) => told.push([c.reset, [...c.set.keys()], c.gone, cluster.pods.size]));
  receive([pod('a'), pod('b')], ['core/pods/shop/c'], true);
  frame();
  expect(told).toEqual([[true, ['core/pods/shop/a', 'core/pods/shop/b'], ['core/pods/shop/c'], 2]]);
});

test('waiting for a revision ends when it is shown', async () => {
  const { cluster, receive, frame } = mirror();
  let shown = false;
  const waiting = cluster.shown(1).then(() => {
    shown = true;
  });
  expect(shown).toBe(false);
  receive([pod('a')]);
  frame();
  await waiting;
  expect(shown).toBe(true);
});
