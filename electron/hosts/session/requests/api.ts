import { badRequest } from '#shared/api/errors.ts';
import { isObject } from '#shared/api/json.ts';
import type { ApiRequest } from '#shared/api/request.ts';
import { fields, oneOf, optional, someText } from '../input.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** One API request, as whoever this window acts as. Changes are watched by the objects stream, not from here. */
export const api: Handler<'api'> = async (input, { desk: { session }, acting }) => {
  const o = fields(input);
  const { user, groups } = acting ?? ADMIN;
  const headers = optional(o, 'headers', (from) => fields(from['headers'], 'headers'));
  const { body } = o;
  if (body !== undefined && typeof body !== 'string' && !isObject(body) && !Array.isArray(body))
    throw badRequest('body is neither a text nor an object');
  const request: ApiRequest = {
    method: oneOf(o, 'method', METHODS),
    path: someText(o, 'path'),
    headers: {
      'user-agent': 'drydock',
      ...Object.fromEntries(Object.entries(headers ?? {}).map(([k, v]) => [k.toLowerCase(), String(v as string)])),
    },
    ...(body === undefined ? {} : { body }),
  };
  const run = () => session.cluster.request(request, { name: user, groups });
  const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  const answer = reads ? session.read(run) : await session.write(run);
  if ('watch' in answer) throw badRequest('a watch is not answered here: subscribe to objects');
  return answer;
};
