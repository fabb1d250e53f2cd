import { fields, number, optional, someText } from '../input.ts';
import type { Handler } from './handler.ts';

export const timelineWhy: Handler<'timeline.why'> = (input, { desk }) => {
  const o = fields(input);
  return desk.session.timeline.causes(someText(o, 'key'), optional(o, 'revision', number));
};
