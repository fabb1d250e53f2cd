import { beforeEach, expect, test } from 'vitest';
import type { ClockState } from '#shared/ipc/clock.ts';
import type { LogRow } from '#shared/ipc/timeline.ts';
import type { Connection } from '../../bridge/index.ts';
import { App } from '../../state/app.svelte.ts';
import { Playback } from './playback.svelte.ts';

/** Three moments: writes at 0, at 500 and at 900; a failure in the last. */
const log: readonly LogRow[] = [
  [1, 0, 0],
  [2, 0, 1],
  [3, 500, 2],
  [4, 500, 3],
  [5, 900, 4],
].map(([revision, atMs, cause]) => ({ revision, atMs, cause, actor: 'x', key: 'core/pods/a/b', verb: 'update', text: '' }) as LogRow);
const live: ClockState = { nowMs: 1000, playing: false, speed: 1, settling: false, revision: 5 };

let app: App;
let playback: Playback;
let asked: [string, unknown][];

beforeEach(() => {
  asked = [];
  const request = async (
    name: string,
    input: { before?: number; after?: number; revision?: number; atMs?: number; now?: true; playing?: boolean },
  ) => {
    asked.push([name, input]);
    if (name === 'timeline.rows')
      return input.before !== undefined
        ? log.filter((r) => r.revision < (input.before as number)).toReversed()
        : log.filter((r) => r.revision > (input.after as number));
    if (name === 'timeline.lanes')
      return [
        {
          key: 'k',
          kind: 'Pod',
          name: 'b',
          depth: 0,
          bars: [],
          marks: [
            { atMs: 900, revision: 5, kind: 'failure', text: '' },
            { atMs: 500, revision: 4, kind: 'user', text: '' },
          ],
        },
      ];
    if (name === 'clock.look')
      return input.now
        ? live
        : {
            ...live,
            looking: {
              revision: input.revision ?? log.filter((r) => r.atMs <= (input.atMs as number)).at(-1)?.revision ?? 0,
              atMs: input.atMs ?? log.find((r) => r.revision === input.revision)?.atMs ?? 0,
            },
          };
    return live;
  };
  app = new App({ state: 'open', onState: () => () => {}, request, subscribe: () => () => {}, pathOf: () => '' } as unknown as Connection, {
    mac: false,
    onFrame: (run) => run(),
    wallMs: () => 0,
  });
  app.clock.receive(live);
  playback = new Playback(app);
});

test('stepping back goes from moment to moment to the beginning', async () => {
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) {
    await playback.stepBack();
    seen.push(app.clock.shownMs);
  }
  expect(seen).toEqual([500, 0, 0]);
});

test('stepping forward in the past ends at now', async () => {
  await app.clock.look({ revision: 2 });
  await playback.stepForward();
  expect(app.clock.shownRevision).toBe(4);
  await playback.stepForward();
  expect(app.clock.past).toBe(false);
});

test('stepping forward from now runs on to where something happens', async () => {
  await playback.stepForward();
  expect(asked).toEqual([['clock.jump', { to: 'next-event' }]]);
});

test('the next failure is looked for in the past first, and beyond now afterwards', async () => {
  await app.clock.look({ revision: 2 });
  await playback.next('failure');
  expect(app.clock.shownRevision).toBe(5);
  await playback.next('failure');
  expect(asked.at(-1)).toEqual(['clock.jump', { to: 'next-failure' }]);
});

test('playing in the past goes on by itself until now is reached', async () => {
  await app.clock.look({ atMs: 900 });
  await playback.toggle();
  expect([app.clock.past, playback.playing]).toEqual([false, false]);
});
