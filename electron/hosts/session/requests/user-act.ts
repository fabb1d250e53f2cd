import { fields, list, someText } from '../input.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

/** Whom this window acts as. */
export const userAct: Handler<'user.act'> = (input, viewer) => {
  const { as } = fields(input);
  if (as === null) viewer.acting = undefined;
  else if (as !== undefined) {
    const o = fields(as, 'as');
    const user = someText(o, 'user');
    viewer.acting = { user, groups: list(o, 'groups', (g) => someText({ g }, 'g')) };
  }
  return viewer.acting ?? ADMIN;
};
