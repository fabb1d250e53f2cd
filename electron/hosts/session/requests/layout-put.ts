import type { JsonObject } from '#shared/api/json.ts';
import type { Placement } from '#shared/ipc/layout.ts';
import { boolean, fields, number, optional, someText } from '../input.ts';
import type { Handler } from './handler.ts';

export const layoutPut: Handler<'layout.put'> = (input, { desk: { session } }) => {
  const o = fields(input);
  const view = someText(o, 'view');
  const placements = Object.entries(fields(o['placements'], 'placements')).map(
    ([key, p]) => [key, p === null ? null : placement(fields(p, 'a placement'))] as const,
  );
  session.writeBeside(() => session.document.layout.put(view, Object.fromEntries(placements)));
  return {};
};

function placement(o: JsonObject): Placement {
  const width = optional(o, 'width', number);
  const height = optional(o, 'height', number);
  const folded = optional(o, 'folded', boolean);
  return {
    x: number(o, 'x'),
    y: number(o, 'y'),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(folded !== undefined && { folded }),
  };
}
