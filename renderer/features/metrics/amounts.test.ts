import { expect, test } from 'vitest';
import { formatAmount, share, topOf } from './amounts.ts';

test('amounts are written as Kubernetes writes them, and no longer than is read', () => {
  expect([0, 5, 999, 1000, 1550, 240_000].map((n) => formatAmount('cpu', n))).toEqual(['0m', '5m', '999m', '1', '1.6', '240']);
  expect([0, 2 ** 20, 1.5 * 2 ** 30, 300 * 2 ** 40].map((n) => formatAmount('memory', n))).toEqual(['0', '1Mi', '1.5Gi', '300Ti']);
});

test('a share is of what there is at most, else of what was requested', () => {
  expect([share({ used: 1, requested: 2, most: 4 }), share({ used: 1, requested: 2 }), share({ used: 1, requested: 0 })]).toEqual([
    25,
    50,
    undefined,
  ]);
});

test('a chart reaches up to the most there is, unless that would flatten all else', () => {
  expect([topOf([{ used: 10, requested: 20, most: 50 }]).showsMost, topOf([{ used: 10, requested: 20, most: 50 }]).top > 50]).toEqual([
    true,
    true,
  ]);
  expect(topOf([{ used: 10, requested: 20, most: 5000 }]).showsMost).toBe(false);
  expect(topOf([]).top).toBe(1);
});
