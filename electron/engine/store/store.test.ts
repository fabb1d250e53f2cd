import { expect, it } from 'vitest';
import type { ApiObject } from '#shared/api/object.ts';
import { MemoryLog } from './memory-log.ts';
import { ObjectStore } from './store.ts';

const ref = (name: string) => ({ resource: 'core/configmaps', namespace: 'a', name });
const map = (name: string, data = 'x'): ApiObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'a', name, uid: name, creationTimestamp: '', resourceVersion: '' },
    data,
  }) as ApiObject;
const dataOf = (o: ApiObject | undefined) => (o as { readonly data?: string } | undefined)?.data;

/** A store in which a minute passes before each write. */
function open() {
  let atMs = 0;
  return new ObjectStore(new MemoryLog(), () => ({ actor: 'x', cause: 0, atMs: (atMs += 60_000) }));
}

it('takes back what failed within a transaction, and keeps what the transaction did besides', () => {
  const store = open();
  const fails = () =>
    store.atomic(() => {
      store.create(ref('inner'), map('inner'));
      throw new Error('no');
    });
  store.atomic(() => {
    store.create(ref('first'), map('first'));
    expect(fails).toThrow('no');
    store.create(ref('last'), map('last'));
  });
  expect(store.list({ resource: 'core/configmaps' }).map((o) => [o.metadata.name, o.metadata.resourceVersion])).toEqual([
    ['first', '1'],
    ['last', '2'],
  ]);
});

it('tells since when something has held of an object without a break', () => {
  const store = open();
  store.create(ref('a'), map('a', '1')); // at 1 min
  store.update(ref('a'), map('a', '2'));
  store.delete(ref('a')); // at 3 min
  store.create(ref('a'), map('a', '2'));
  store.update(ref('a'), map('a', '2')); // at 5 min
  const since = (holds: (data: string | undefined) => boolean) => store.heldSince(ref('a'), (o) => holds(dataOf(o)));
  expect([since((d) => d === '2'), since((d) => d !== '1'), since((d) => d === '1'), since(() => true)]).toEqual([
    240_000,
    120_000,
    undefined,
    0,
  ]);
});
