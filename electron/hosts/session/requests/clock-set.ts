import { badRequest } from '#shared/api/errors.ts';
import type { JsonObject } from '#shared/api/json.ts';
import type { Speed } from '#shared/ipc/clock.ts';
import { boolean, fields, number, optional } from '../input.ts';
import type { Handler } from './handler.ts';

const SLOWEST = 1 / 64;
const FASTEST = 100_000;

export const clockSet: Handler<'clock.set'> = (input, viewer) => {
  const o = fields(input);
  viewer.desk.session.setPace({ playing: optional(o, 'playing', boolean), speed: optional(o, 'speed', speed) });
  return viewer.clock();
};

function speed(o: JsonObject, name: string): Speed {
  if (o[name] === 'max') return 'max';
  if (typeof o[name] !== 'number') throw badRequest(`${name} is neither a number nor "max"`);
  return number(o, name, SLOWEST, FASTEST);
}
