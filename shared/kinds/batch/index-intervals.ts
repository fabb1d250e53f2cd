/** Lists of completion indexes, '0,2-4'. Source: batch/validation validateIndexesFormat. */
import { quoted } from '../../api/errors.ts';

/** From and to, both included. */
export type Interval = readonly [from: number, to: number];

/** The intervals of a list of indexes below `completions`, or what is wrong with it. */
export function parseIndexes(text: string, completions: number): readonly Interval[] | string {
  const intervals: Interval[] = [];
  for (const fragment of text === '' ? [] : text.split(',')) {
    const interval = parseInterval(fragment, completions);
    const last = intervals.at(-1);
    if (typeof interval === 'string') return interval;
    if (last && last[1] >= interval[0]) return notIncreasing(last[1], interval[0]);
    intervals.push(interval);
  }
  return intervals;
}

/** How many indexes intervals hold. */
export const countOf = (intervals: readonly Interval[]): number => intervals.reduce((n, [from, to]) => n + to - from + 1, 0);

/** The first index that is in both lists. */
export function firstCommon(a: readonly Interval[], b: readonly Interval[]): number | undefined {
  let common: number | undefined;
  for (const x of a) for (const y of b) if (x[0] <= y[1] && y[0] <= x[1]) common = Math.min(common ?? Infinity, Math.max(x[0], y[0]));
  return common;
}

const notIncreasing = (previous: number, current: number) => `non-increasing order, previous: ${previous}, current: ${current}`;

function parseInterval(fragment: string, completions: number): Interval | string {
  const limits = fragment.split('-');
  if (limits.length > 2)
    return `the fragment ${quoted(fragment)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const numbers: number[] = [];
  for (const limit of limits) {
    if (!/^\+?\d+$/.test(limit)) return `cannot convert string to integer for index: ${quoted(limit)}`;
    if (Number(limit) >= completions) return `too large index: ${quoted(limit)}`;
    numbers.push(Number(limit));
  }
  const [from = 0, to = from] = numbers;
  return numbers.length === 2 && from >= to ? notIncreasing(from, to) : [from, to];
}
