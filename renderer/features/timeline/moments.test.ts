import { expect, test } from 'vitest';
import type { LogRow } from '#shared/ipc/timeline.ts';
import { momentAfter, momentBefore } from './moments.ts';

const row = (revision: number, atMs: number, cause: number): LogRow => ({
  revision,
  atMs,
  cause,
  actor: 'x',
  key: 'core/pods/a/b',
  verb: 'update',
  text: '',
});
/** At 0 a person writes twice, each write with what follows from it; then something happens at 500. */
const log = [row(1, 0, 0), row(2, 0, 1), row(3, 0, 0), row(4, 0, 3), row(5, 500, 4), row(6, 500, 5)];

test('a step back goes to the end of the moment before', () => {
  expect(momentBefore(log)).toBe(4);
  expect(momentBefore(log.slice(0, 4))).toBe(2);
  expect(momentBefore(log.slice(0, 2))).toBeUndefined();
});

test('a step forward goes over one moment', () => {
  expect(momentAfter(log.slice(2))).toBe(4);
  expect(momentAfter(log.slice(0))).toBe(2);
  expect(momentAfter(log.slice(4))).toBeUndefined();
});

test('the order rows come in does not matter', () => {
  expect([momentBefore(log.toReversed()), momentAfter(log.slice(2).toReversed())]).toEqual([4, 4]);
});
