import { expect, test } from 'vitest';
import { formatTick, pan, reveal, ticks, timeAt, visibleRows, whole, xOf, zoom } from './time-span.ts';

const span = { fromMs: 10_000, toMs: 20_000 };

test('a place and its instant are inverse, and beyond the ends is the end', () => {
  expect(xOf(span, 500, 15_000)).toBe(250);
  expect(timeAt(span, 500, 250)).toBe(15_000);
  expect([timeAt(span, 500, -40), timeAt(span, 500, 900), timeAt(span, 0, 3)]).toEqual([10_000, 20_000, 10_000]);
});

test('zooming keeps the instant under the pointer where it is', () => {
  const closer = zoom(span, 0.5, 12_000, 60_000);
  expect(closer.toMs - closer.fromMs).toBe(5_000);
  expect(xOf(closer, 500, 12_000)).toBeCloseTo(xOf(span, 500, 12_000));
});

test('zooming and moving stay within what there is', () => {
  expect(zoom(span, 100, 15_000, 60_000)).toEqual(whole(60_000));
  expect(zoom(span, 0.0001, 15_000, 60_000)).toEqual({ fromMs: 14_900, toMs: 15_100 });
  expect(pan(span, -50_000, 60_000)).toEqual({ fromMs: 0, toMs: 10_000 });
  expect(pan(span, 500_000, 60_000)).toEqual({ fromMs: 50_000, toMs: 60_000 });
});

test('an instant outside is brought in by as little as it takes; one inside moves nothing', () => {
  expect(reveal(span, 15_000, 60_000)).toBe(span);
  expect(reveal(span, 25_000, 60_000)).toEqual({ fromMs: 15_500, toMs: 25_500 });
  expect(reveal(span, 2_000, 60_000)).toEqual({ fromMs: 1_500, toMs: 11_500 });
});

test('the scale is round and not crowded', () => {
  expect(ticks({ fromMs: 0, toMs: 60_000 }, 600, 80)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  expect(ticks({ fromMs: 1_234, toMs: 2_234 }, 600, 80)).toEqual([1_400, 1_600, 1_800, 2_000, 2_200]);
  expect([formatTick(42_000, false), formatTick(3_723_000, false), formatTick(1_250, true)]).toEqual(['0:42', '1:02:03', '0:01.250']);
});

test('a young design shows half a minute', () => {
  expect(whole(1_000)).toEqual({ fromMs: 0, toMs: 30_000 });
});

test('only rows of which something shows are drawn', () => {
  expect(visibleRows(5000, 18, 0, 180)).toEqual([0, 10]);
  expect(visibleRows(5000, 18, 9, 180)).toEqual([0, 11]);
  expect(visibleRows(3, 18, 0, 180)).toEqual([0, 3]);
  expect(visibleRows(0, 18, 500, 180)).toEqual([0, 0]);
});
