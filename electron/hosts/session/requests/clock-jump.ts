import { ApiError, badRequest } from '#shared/api/errors.ts';
import { fields, number, oneOf } from '../input.ts';
import { goalOf } from '../goals.ts';
import type { Handler } from './handler.ts';

/** Runs live time on to where something happens; resolves once it is there, or was called off. */
export const clockJump: Handler<'clock.jump'> = async (input, viewer) => {
  const o = fields(input);
  const to = oneOf(o, 'to', ['next-event', 'next-failure', 'quiet', 'time']);
  const { session, work } = viewer.desk;
  if (session.readOnly !== undefined) throw new ApiError('Forbidden', session.readOnly);
  const jump = to === 'time' ? { to, atMs: number(o, 'atMs', 0) } : { to };
  if (jump.to === 'time' && jump.atMs < session.cluster.now) throw badRequest('that instant is in the past: look at it instead');
  const goal = goalOf(session.cluster, jump);
  const job = work.begin(goal.label, goal.total, () => session.pace.cancel());
  try {
    await session.pace.runTo((stop) => {
      const there = goal.run(stop);
      job.at(goal.done());
      return there;
    });
  } finally {
    goal.end();
    job.finish();
  }
  session.moved.tell();
  return viewer.clock();
};
