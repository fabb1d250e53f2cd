/** Sets of indexes as a Job's status writes them: '0-2,5'. Source: pkg/controller/job/indexed_job_utils.go. */

/** From first to last, both included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** In order, and never touching. */
export type Intervals = readonly Interval[];

/** Reads the text; indexes from `completions` on are left out, and so is what cannot be read. */
export function parseIntervals(text: string | undefined, completions: number): Intervals {
  if (!text) return [];
  const parsed = text.split(',').flatMap((part): Interval[] => {
    const [first, last = first] = part.split('-').map((n) => (/^[+-]?\d+$/.test(n) ? Number(n) : NaN)) as [number, number?];
    return Number.isNaN(first) || Number.isNaN(last) ? [] : [{ first, last: Math.min(last, completions - 1) }];
  });
  return merged(
    [],
    parsed.filter((i) => i.first < completions),
  );
}

/** The text: '1,2' for two in a row, '1-3' for more. */
export function formatIntervals(intervals: Intervals): string {
  return intervals.map(({ first, last }) => (last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`)).join(',');
}

/** How many indexes there are. */
export function sizeOf(intervals: Intervals): number {
  return intervals.reduce((n, i) => n + i.last - i.first + 1, 0);
}

export function hasIndex(intervals: Intervals, index: number): boolean {
  return intervals.some((i) => i.first <= index && index <= i.last);
}

/** Both together. */
export function merged(a: Intervals, b: Intervals): Intervals {
  const out: { first: number; last: number }[] = [];
  for (const i of [...a, ...b].sort((x, y) => x.first - y.first)) {
    const tail = out.at(-1);
    if (!tail || i.first > tail.last + 1) out.push({ ...i });
    else if (i.last > tail.last) tail.last = i.last;
  }
  return out;
}

/** With some indexes more, in any order. */
export function withIndexes(intervals: Intervals, indexes: Iterable<number>): Intervals {
  return merged(
    intervals,
    Array.from(indexes, (i) => ({ first: i, last: i })),
  );
}

/** How many indexes are in both. */
export function overlap(a: Intervals, b: Intervals): number {
  let n = 0;
  for (const x of a) for (const y of b) n += Math.max(0, Math.min(x.last, y.last) - Math.max(x.first, y.first) + 1);
  return n;
}

/** The first `count` indexes below `completions` that are in none of these. */
export function firstOutside(intervals: Intervals, count: number, completions: number): readonly number[] {
  const out: number[] = [];
  let next = 0;
  for (const { first, last } of [...intervals, { first: completions, last: completions }]) {
    for (; next < Math.min(first, completions) && out.length < count; next++) out.push(next);
    next = Math.max(next, last + 1);
  }
  return out;
}
