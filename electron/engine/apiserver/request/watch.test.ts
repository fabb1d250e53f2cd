import { expect, test } from 'vitest';
import { map, MAPS, TABLE, wire } from '../../testing/wire.ts';

const { ask, watch } = wire();

test('a watch begins with what is there, and objects come and go as they match', () => {
  ask('POST', MAPS, map('a', { on: 'yes' }));
  ask('POST', MAPS, map('b'));
  const w = watch(`${MAPS}?watch=1&labelSelector=on=yes`);
  const relabel = (name: string, on: string | null) =>
    ask('PATCH', `${MAPS}/${name}`, { metadata: { labels: { on } } }, { 'content-type': 'application/merge-patch+json' });
  relabel('b', 'yes');
  const left = relabel('b', null).body.metadata.resourceVersion as string;
  ask('DELETE', `${MAPS}/a`);
  expect(w.told).toEqual(['ADDED a', 'ADDED b', 'DELETED b', 'DELETED a']);
  expect(w.events[2]?.object.metadata).toMatchObject({ resourceVersion: left, labels: { on: 'yes' } });
});

test('a watch goes on where a list ended, and not beyond what it was asked for', () => {
  const { resourceVersion } = ask('GET', MAPS).body.metadata;
  ask('POST', MAPS, map('a'));
  const w = watch(`${MAPS}?watch=1&resourceVersion=${resourceVersion}`);
  ask('POST', MAPS, map('b'));
  w.watching.stop();
  ask('POST', MAPS, map('c'));
  expect(w.told).toEqual(['ADDED a', 'ADDED b']);
  const future = watch(`${MAPS}?watch=1&resourceVersion=99999999`);
  expect([future.events[0], future.ended]).toMatchObject([
    { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } },
    true,
  ]);
});

test('a streaming list ends its first part with a marked bookmark', () => {
  ask('POST', MAPS, map('a'));
  const w = watch(`${MAPS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`);
  expect(w.told).toEqual(['ADDED a', 'BOOKMARK']);
  expect(w.events[1]?.object).toMatchObject({ kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } });
  expect(ask('GET', `${MAPS}?watch=1&sendInitialEvents=true`)).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan') },
  });
});

test('a watch of tables tells the columns once', () => {
  const w = watch(`${MAPS}?watch=1`, { accept: TABLE });
  ask('POST', MAPS, map('a'));
  ask('POST', MAPS, map('b'));
  expect(w.events.map((e) => [e.object.kind, e.object.columnDefinitions === null, e.object.rows[0].cells[0]])).toEqual([
    ['Table', false, 'a'],
    ['Table', true, 'b'],
  ]);
});
