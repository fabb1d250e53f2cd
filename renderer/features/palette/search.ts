/** Finding by a few letters. */

/**
 * How well a text answers a query; undefined where it does not. Every word of the query has to be in it; the beginning of a
 * word counts more than its middle, and short texts more than long ones. Where no word fits, the initials of words do.
 */
export function score(query: string, text: string): number | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const where = text.toLowerCase();
  if (words.length === 0) return 0;
  let total = 0;
  for (const w of words) {
    const at = where.indexOf(w);
    if (at < 0) return initials(where).includes(words.join('')) ? -50 - where.length / 100 : undefined;
    const starts = at === 0 || /[^a-z0-9]/.test(where[at - 1] as string);
    total += (at === 0 ? 30 : starts ? 20 : 5) + w.length;
  }
  return total - where.length / 100;
}

const initials = (text: string) =>
  text
    .split(/[^a-z0-9]+/)
    .map((w) => w.slice(0, 1))
    .join('');

/** The best answers first; those that answer equally stay in the order they came. */
export function best<T>(all: Iterable<T>, query: string, textOf: (t: T) => string, most: number): readonly T[] {
  const found: { readonly t: T; readonly s: number }[] = [];
  for (const t of all) {
    const s = score(query, textOf(t));
    if (s !== undefined) found.push({ t, s });
  }
  return found
    .sort((a, b) => b.s - a.s)
    .slice(0, most)
    .map((f) => f.t);
}
