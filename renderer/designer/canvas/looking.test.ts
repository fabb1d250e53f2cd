import { expect, test } from 'vitest';
import { fitted } from './looking.ts';

const room = { w: 1000, h: 600 };
const lies = (what: { x: number; y: number; w: number; h: number }) => {
  const { zoom, pan } = fitted(room, what, 1);
  return {
    right: (what.x + what.w) * zoom + pan.x,
    bottom: (what.y + what.h) * zoom + pan.y,
    left: what.x * zoom + pan.x,
    top: what.y * zoom + pan.y,
  };
};

test('what is shown whole lies in sight and not under the minimap', () => {
  for (const what of [
    { x: 50, y: -20, w: 3000, h: 1800 },
    { x: 0, y: 0, w: 300, h: 2000 },
    { x: 0, y: 0, w: 2600, h: 400 },
  ]) {
    const at = lies(what);
    expect(Math.min(at.left, at.top)).toBeGreaterThanOrEqual(27.9);
    expect(at.right <= 1000 - 236 || at.bottom <= 600 - 44).toBe(true);
  }
});
