/** Long lists go out in pieces; the text is the one of JSON all the same. */
import { expect, test } from 'vitest';
import { isLong, pieces } from './body-pieces.ts';

test('pieces joined are what JSON.stringify makes', () => {
  const items = Array.from({ length: 1000 }, (_, i) => (i % 7 ? { metadata: { name: `p"${i}` }, spec: { at: undefined } } : undefined));
  for (const body of [
    {},
    { a: undefined },
    { kind: 'PodList', none: undefined, metadata: { resourceVersion: '1' }, items, rows: [], last: null },
    { none: undefined, items },
  ]) {
    const texts = [...pieces(body)];
    expect(texts.join('')).toBe(JSON.stringify(body));
    if ('items' in body) expect(Math.max(...texts.map((t) => t.length))).toBeLessThan(JSON.stringify(body).length / 3);
  }
  expect([isLong({ items }), isLong({ items: items.slice(0, 9) }), isLong('text'), isLong(null)]).toEqual([true, false, false, false]);
});
