import { badRequest } from '#shared/api/errors.ts';
import { fields, number } from '../input.ts';
import type { Handler } from './handler.ts';

/** Shows an earlier instant in this window, or now again. */
export const clockLook: Handler<'clock.look'> = (input, viewer) => {
  const o = fields(input);
  const { session } = viewer.desk;
  const { timeline } = session;
  const { nowMs, revision: newest } = session.clock();
  if (o['now'] === true) viewer.look(undefined);
  else if (o['revision'] !== undefined) {
    const revision = number(o, 'revision', 0, newest);
    viewer.look({ revision, atMs: timeline.timeOf(revision) });
  } else if (o['atMs'] !== undefined) {
    const atMs = Math.min(number(o, 'atMs', 0), nowMs);
    viewer.look({ revision: timeline.revisionAt(atMs), atMs });
  } else throw badRequest('say a revision, an instant or now');
  return viewer.clock();
};
