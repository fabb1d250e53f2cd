/** Takes out of an object what the API would fill in again: found by leaving it out and looking, not by a list of defaults. */
import { equal, isObject, setOwn, type JsonObject } from '#shared/api/json.ts';
import { groupOf, versionOf, type ApiObject } from '#shared/api/object.ts';
import type { Core } from '../apiserver/context.ts';

/** Fields by which an object is known, or that mean something by being there. */
const NEVER: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/**
 * `value` (of the object `like`) without the fields that defaulting gives back just as they are. What `kept` says as well
 * stays: a person wrote it.
 */
export function withoutDefaults(core: Core, like: ApiObject, value: JsonObject, kept: JsonObject = {}): JsonObject {
  const definition = core.resources.byKind(groupOf(like.apiVersion), versionOf(like.apiVersion), like.kind)?.definition;
  const complete = definition?.default?.bind(definition);
  if (!complete) return value;
  const defaulted = (o: JsonObject): unknown => {
    try {
      return complete({ ...o, metadata: like.metadata } as unknown as ApiObject);
    } catch {
      return undefined;
    }
  };
  const whole = defaulted(value);
  if (whole === undefined) return value;
  let current = value;
  /** Tries each way out of `part` (at `path`), and goes into what cannot be left out as a whole. */
  const thin = (part: unknown, path: readonly (string | number)[], written: unknown): void => {
    const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(part)
      ? part.map((x, i) => [i, x] as const)
      : isObject(part)
        ? Object.entries(part)
        : [];
    for (const [key, inner] of entries) {
      if (path.length === 0 && NEVER.has(String(key))) continue;
      const at = [...path, key];
      const said = writtenAt(written, key, inner);
      if (typeof key === 'string' && said === undefined) {
        const without = leaveOut(current, at) as JsonObject;
        if (equal(defaulted(without), whole)) {
          current = without;
          continue;
        }
      }
      thin(inner, at, said);
    }
  };
  thin(value, [], kept);
  return withoutEmpty(current, kept) as JsonObject;
}

/** The part of what was written that stands for an entry: by key, by name in lists of named things, else by place. */
function writtenAt(written: unknown, key: string | number, inner: unknown): unknown {
  if (Array.isArray(written))
    return isObject(inner) && typeof inner['name'] === 'string'
      ? written.find((x) => isObject(x) && x['name'] === inner['name'])
      : written[key as number];
  return isObject(written) && Object.hasOwn(written, key) ? written[key] : undefined;
}

function leaveOut(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((x, i) => (i === key ? leaveOut(x, rest) : (x as unknown)));
  const result: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(value as JsonObject))
    if (k !== key) setOwn(result, k, v);
    else if (rest.length) setOwn(result, k, leaveOut(v, rest));
  return result;
}

/** Without the empty structs that the API writes where a part was not given (`securityContext: {}` is one that it defaults itself). */
function withoutEmpty(value: JsonObject, kept: JsonObject): JsonObject {
  const { status, spec, ...rest } = value;
  return {
    ...rest,
    ...(spec !== undefined && (!isObject(spec) || Object.keys(spec).length > 0 || kept['spec'] !== undefined) ? { spec } : {}),
    ...(status === undefined ? {} : { status }),
  };
}
