/**
 * What changed in a spec that must not change, as messages show it: a unified diff of indented JSON.
 * Source: apimachinery's util/diff, which uses the algorithm of Python's difflib.
 */

const CONTEXT = 3;

/** The difference of two values, '' where there is none. Lines end in a line break. */
export function specDiff(before: unknown, after: unknown): string {
  const a = JSON.stringify(before, null, 1).split('\n');
  const b = JSON.stringify(after, null, 1).split('\n');
  const runs: Run[] = [];
  let i = 0;
  let j = 0;
  for (const m of [...matches(a, b, 0, a.length, 0, b.length), { a: a.length, b: b.length, size: 0 }]) {
    if (i < m.a || j < m.b) runs.push({ same: false, a: [i, m.a], b: [j, m.b] });
    if (m.size) runs.push({ same: true, a: [m.a, m.a + m.size], b: [m.b, m.b + m.size] });
    i = m.a + m.size;
    j = m.b + m.size;
  }
  return hunks(runs)
    .map((h) => hunkText(h, a, b))
    .join('');
}

interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}
interface Run {
  readonly same: boolean;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** The longest stretch both have, and what matches on either side of it. */
function matches(a: readonly string[], b: readonly string[], aFrom: number, aTo: number, bFrom: number, bTo: number): readonly Match[] {
  let best: Match = { a: aFrom, b: bFrom, size: 0 };
  for (let i = aFrom; i < aTo; i++)
    for (let j = bFrom; j < bTo; j++) {
      let size = 0;
      while (i + size < aTo && j + size < bTo && a[i + size] === b[j + size]) size++;
      if (size > best.size) best = { a: i, b: j, size };
    }
  if (best.size === 0) return [];
  return [...matches(a, b, aFrom, best.a, bFrom, best.b), best, ...matches(a, b, best.a + best.size, aTo, best.b + best.size, bTo)];
}

/** Changes with the lines around them; changes that are near each other share a hunk. */
function hunks(runs: readonly Run[]): readonly (readonly Run[])[] {
  const all: Run[][] = [];
  let current: Run[] = [];
  runs.forEach((r, i) => {
    if (!r.same) {
      current.push(r);
      return;
    }
    const first = i === 0;
    const last = i === runs.length - 1;
    const length = r.a[1] - r.a[0];
    if (!first && !last && length > 2 * CONTEXT) {
      all.push([...current, cut(r, 0, CONTEXT)]);
      current = [cut(r, length - CONTEXT, length)];
    } else current.push(first ? cut(r, Math.max(0, length - CONTEXT), length) : last ? cut(r, 0, Math.min(CONTEXT, length)) : r);
  });
  return [...all, current].filter((h) => h.some((r) => !r.same));
}

const cut = (r: Run, from: number, to: number): Run => ({ same: true, a: [r.a[0] + from, r.a[0] + to], b: [r.b[0] + from, r.b[0] + to] });

function hunkText(h: readonly Run[], a: readonly string[], b: readonly string[]): string {
  const range = (side: 'a' | 'b') => {
    const from = (h[0] as Run)[side][0];
    const to = (h.at(-1) as Run)[side][1];
    const n = to - from;
    return n === 1 ? `${from + 1}` : `${n === 0 ? from : from + 1},${n}`;
  };
  const lines = h.flatMap((r) =>
    r.same ? a.slice(...r.a).map((l) => ` ${l}`) : [...a.slice(...r.a).map((l) => `-${l}`), ...b.slice(...r.b).map((l) => `+${l}`)],
  );
  return `@@ -${range('a')} +${range('b')} @@\n${lines.map((l) => `${l}\n`).join('')}`;
}
