import { fields, number } from '../input.ts';
import type { Handler } from './handler.ts';

const MOST_BARS = 5_000;

export const timelineHistogram: Handler<'timeline.histogram'> = (input, { desk }) => {
  const o = fields(input);
  const fromMs = number(o, 'fromMs');
  return desk.session.timeline.histogram(fromMs, number(o, 'toMs', fromMs), Math.floor(number(o, 'bars', 1, MOST_BARS)));
};
