/** Paths that come with a request. */
import { isAbsolute, normalize } from 'node:path';
import { badRequest } from '#shared/api/errors.ts';
import type { JsonObject } from '#shared/api/json.ts';
import { someText } from './input.ts';

/** An absolute path, without '..' in it. */
export function absolutePath(o: JsonObject, name: string): string {
  const path = someText(o, name);
  if (!isAbsolute(path)) throw badRequest(`${name} is not a whole path`);
  return normalize(path);
}
