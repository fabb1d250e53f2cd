/** Where time stands, as one window sees it: at once where something changed, and some times a second while time runs. */
import type { ClockState } from '#shared/ipc/clock.ts';
import type { Ms } from '#shared/api/time.ts';
import type { Stream } from './stream.ts';

/** Items come no faster. */
const EVERY_MS: Ms = 50;
/** While time runs and nothing happens, they come this often. */
const TICK_MS: Ms = 100;

export const clock: Stream<'clock'> = (viewer, sink) => {
  const { desk } = viewer;
  const { wall } = desk;
  let sentAtMs = -Infinity;
  let last = '';
  let waiting: (() => void) | undefined;
  let endMoves: (() => void) | undefined;

  const send = () => {
    waiting?.();
    waiting = undefined;
    if (!desk.open) return;
    const state: ClockState = viewer.clock();
    const text = JSON.stringify(state);
    if (text !== last && !sink.full) {
      sink.send(state);
      last = text;
      sentAtMs = wall.now();
    }
    if (state.playing || state.settling) waiting = wall.after(TICK_MS, send);
  };
  const soon = () => {
    waiting?.();
    waiting = wall.after(Math.max(0, sentAtMs + EVERY_MS - wall.now()), send);
  };
  const follow = () => {
    endMoves?.();
    endMoves = desk.open?.moved.on(soon);
    last = '';
    send();
  };

  follow();
  const ends = [desk.sessionChanged.on(follow), viewer.lookChanged.on(send)];
  return () => {
    waiting?.();
    endMoves?.();
    for (const end of ends) end();
  };
};
