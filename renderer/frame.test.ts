import { expect, test } from 'vitest';
import { restAfter } from './frame.ts';

test('what is heavy leaves as much time to the person as it took, within bounds', () => {
  expect([restAfter(3), restAfter(80), restAfter(5_000)]).toEqual([0, 80, 300]);
});
