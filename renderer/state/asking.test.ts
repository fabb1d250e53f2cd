import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Asking } from './asking.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('asks once for the same, and again once it has rested', async () => {
  const asking = new Asking(() => 400);
  const again = vi.fn();
  const run = vi.fn(() => Promise.resolve());
  asking.ask('a', run, again);
  asking.ask('b', run, again);
  await vi.advanceTimersByTimeAsync(399);
  asking.ask('b', run, again);
  expect([run.mock.calls.length, again.mock.calls.length]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(again).toHaveBeenCalledOnce();
  asking.ask('a', run, again);
  expect(run).toHaveBeenCalledOnce();
  asking.ask('b', run, again);
  expect(run).toHaveBeenCalledTimes(2);
});

test('what was refused is asked for anew, and nothing is once it has stopped', async () => {
  const asking = new Asking(() => 400);
  const again = vi.fn();
  const run = vi.fn(() => Promise.reject(new Error('out of reach')));
  asking.ask('a', run, again);
  await vi.advanceTimersByTimeAsync(400);
  asking.ask('a', run, again);
  expect(run).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(0);
  asking.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(again).toHaveBeenCalledOnce();
});
