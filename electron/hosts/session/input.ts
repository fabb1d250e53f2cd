/** Reading what came with a request: nothing about it is promised, for a page is not trusted to be well-formed. */
import { badRequest } from '#shared/api/errors.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';

/** The most that a list of a request may hold. */
const LONGEST_LIST = 100_000;

/** A request's input, or a part of one. */
export function fields(value: unknown, what = 'the input'): JsonObject {
  if (!isObject(value)) throw badRequest(`${what} is not an object`);
  return value;
}

export function text(o: JsonObject, name: string): string {
  const v = o[name];
  if (typeof v !== 'string') throw badRequest(`${name} is not a text`);
  return v;
}

/** A text that holds at least one character, such as a path. */
export function someText(o: JsonObject, name: string): string {
  const v = text(o, name);
  if (v === '' || v.includes('\0')) throw badRequest(`${name} is empty`);
  return v;
}

export function oneOf<T extends string>(o: JsonObject, name: string, choices: readonly T[]): T {
  const v = text(o, name) as T;
  if (!choices.includes(v)) throw badRequest(`${name} is none of ${choices.join(', ')}`);
  return v;
}

/** A finite number within bounds. */
export function number(o: JsonObject, name: string, least = -Number.MAX_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): number {
  const v = o[name];
  if (typeof v !== 'number' || !(v >= least && v <= most)) throw badRequest(`${name} is not a number from ${least} to ${most}`);
  return v;
}

export function boolean(o: JsonObject, name: string): boolean {
  const v = o[name];
  if (typeof v !== 'boolean') throw badRequest(`${name} is neither true nor false`);
  return v;
}

export function list<T>(o: JsonObject, name: string, read: (item: unknown) => T): readonly T[] {
  const v = o[name];
  if (!Array.isArray(v) || v.length > LONGEST_LIST) throw badRequest(`${name} is not a list`);
  return v.map(read);
}

/** What `read` reads where the field is there, else undefined. */
export function optional<T>(o: JsonObject, name: string, read: (o: JsonObject, name: string) => T): T | undefined {
  return o[name] === undefined ? undefined : read(o, name);
}
