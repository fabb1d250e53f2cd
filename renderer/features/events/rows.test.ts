import { expect, test } from 'vitest';
import { parseTime } from '#shared/api/time.ts';
import type { Event } from '#shared/kinds/types.ts';
import { Resources } from '../../state/resources.ts';
import { eventRows, filterRows, logRows } from './rows.ts';

const epochMs = parseTime('2026-01-01T00:00:00Z') as number;
const event = (uid: string, at: string, more: object = {}) =>
  ({
    metadata: { uid, creationTimestamp: at },
    type: 'Normal',
    reason: 'Scheduled',
    message: 'assigned',
    lastTimestamp: at,
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' },
    ...more,
  }) as unknown as Event;
const all = { text: '', warnings: false, namespace: undefined, keys: undefined };

test('events are in virtual time, the newest first, each with the key of what it is about', () => {
  const rows = eventRows(
    [event('a', '2026-01-01T00:00:10Z'), event('b', '2026-01-01T00:01:00Z', { type: 'Warning', count: 4 })],
    new Resources(),
    epochMs,
  );
  expect(rows).toMatchObject([
    { id: 'b', atMs: 60_000, warning: true, count: 4 },
    { id: 'a', atMs: 10_000, key: 'core/pods/shop/web-1' },
  ]);
});

test('a node that an event names with a namespace is still a node without one', () => {
  const about = { apiVersion: 'v1', kind: 'Node', namespace: 'default', name: 'n1' };
  expect(eventRows([event('a', '2026-01-01T00:00:10Z', { involvedObject: about })], new Resources(), epochMs)[0]?.key).toBe(
    'core/nodes//n1',
  );
});

test('every word must be somewhere in the line', () => {
  const rows = logRows(
    [{ revision: 7, atMs: 0, actor: 'scheduler', cause: 6, key: 'core/pods/shop/web-1', verb: 'update', text: 'bound to n1' }],
    new Resources(),
  );
  expect(filterRows(rows, { ...all, text: 'SCHED n1' })).toHaveLength(1);
  expect(filterRows(rows, { ...all, text: 'sched n2' })).toHaveLength(0);
  expect(filterRows(rows, { ...all, keys: new Set(['core/pods/shop/web-2']) })).toHaveLength(0);
});
