import { expect, test } from 'vitest';
import type { ClockState } from '#shared/ipc/clock.ts';
import type { Bridge } from '#shared/ipc/contract.ts';
import { Clock, formatClock, formatSpeed, SPEEDS } from './clock.svelte.ts';

/** A host that answers when the test says so. */
function slow() {
  const asked: { input: { atMs?: number; now?: true }; answer: () => void }[] = [];
  const bridge = {
    request: (_: string, input: { atMs?: number; now?: true }) =>
      new Promise<ClockState>((resolve) => {
        const state = {
          nowMs: 9000,
          playing: false,
          speed: 1,
          settling: false,
          revision: 9,
          ...(input.atMs !== undefined && { looking: { atMs: input.atMs, revision: 1 } }),
        };
        asked.push({ input, answer: () => resolve(state) });
      }),
  } as unknown as Bridge;
  return { asked, clock: new Clock(bridge) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('while one instant is on its way only the last wish waits behind it', async () => {
  const { asked, clock } = slow();
  void clock.look({ atMs: 1 });
  void clock.look({ atMs: 2 });
  const last = clock.look({ atMs: 3 });
  asked[0]!.answer();
  await settle();
  asked[1]!.answer();
  await last;
  expect(asked.map((a) => a.input)).toEqual([{ atMs: 1 }, { atMs: 3 }]);
  expect([clock.past, clock.shownMs]).toEqual([true, 3]);
});

test('back at now nothing is past', async () => {
  const { asked, clock } = slow();
  const there = clock.look({ now: true });
  asked[0]!.answer();
  await there;
  expect([clock.past, clock.shownMs, clock.shownRevision]).toEqual([false, 9000, 9]);
});

test('time and speed are written as the transport shows them', () => {
  expect([formatClock(842_310), formatClock(842_310, false), formatClock(2 * 86_400_000 + 5)]).toEqual([
    '00:14:02.310',
    '00:14:02',
    '2d 00:00:00.005',
  ]);
  expect(SPEEDS.map(formatSpeed)).toEqual(['¼×', '½×', '1×', '2×', '4×', '8×', '16×', '32×', '64×', 'max']);
});
