/** JSON patches. Source: RFC 6902, RFC 6901; evanphx/json-patch for what is refused. */
import { equal, isObject, setOwn, type JsonObject } from '../json.ts';
import { PatchError } from './patch-error.ts';

/** One operation of a JSON patch. */
export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** `target` after every operation in turn. Throws PatchError: `malformed` where it is no list of operations, `impossible` where one fails. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw new PatchError('malformed', `json: cannot unmarshal ${named(patch)} into Go value of type jsonpatch.Patch`);
  for (const o of patch)
    if (!isObject(o)) throw new PatchError('malformed', `json: cannot unmarshal ${named(o)} into Go value of type jsonpatch.Operation`);
  return (patch as readonly JsonPatchOperation[]).reduce(perform, target);
}

const named = (v: unknown) => (Array.isArray(v) ? 'array' : typeof v === 'boolean' ? 'bool' : v === null ? 'null' : typeof v);
const impossible = (why: string): never => {
  throw new PatchError('impossible', why);
};

function perform(target: unknown, o: JsonPatchOperation): unknown {
  const path = pointer(o.path, 'path');
  switch (o.op) {
    case 'add':
      return edited(target, path, o.path, () => given(o), true);
    case 'replace':
      return edited(target, path, o.path, () => given(o), false);
    case 'remove':
      return edited(target, path, o.path, () => undefined, false);
    case 'copy':
      return edited(
        target,
        path,
        o.path,
        () => valueAt(target, pointer(o.from, 'from')) ?? impossible(`copy operation does not apply: doc is missing from path: ${o.from}`),
        true,
      );
    case 'move': {
      const from = pointer(o.from, 'from');
      const value = valueAt(target, from);
      if (value === undefined) impossible(`move operation does not apply: doc is missing from path: ${o.from}`);
      return edited(
        edited(target, from, o.from as string, () => undefined, false),
        path,
        o.path,
        () => value,
        true,
      );
    }
    case 'test':
      if (!equal(valueAt(target, path) ?? null, o.value ?? null)) impossible(`testing value ${o.path} failed`);
      return target;
    default:
      return impossible(`Unexpected kind: ${o.op}`);
  }
}

function given(o: JsonPatchOperation): unknown {
  return o.value === undefined ? impossible(`${o.op} operation does not apply: value is missing`) : o.value;
}

/** The keys of a JSON pointer. */
function pointer(text: unknown, what: string): readonly string[] {
  if (typeof text !== 'string') return impossible(`operation missing ${what} field`);
  if (text === '') return [];
  if (!text.startsWith('/')) return impossible(`invalid pointer ${text}`);
  return text
    .slice(1)
    .split('/')
    .map((k) => k.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(target: unknown, path: readonly string[]): unknown {
  let v = target;
  for (const k of path) {
    if (Array.isArray(v)) v = (v as readonly unknown[])[place(k, v.length)];
    else if (isObject(v) && Object.hasOwn(v, k)) v = v[k];
    else return undefined;
  }
  return v;
}

/** The index a key names in a list; a negative one counts from the end. */
function place(key: string, length: number): number {
  if (!/^-?(0|[1-9]\d*)$/.test(key)) return impossible(`${key} is not an index`);
  const i = Number(key);
  return i < 0 ? length + i : i;
}

/** A copy with what `leaf` gives at `path`: inserted if `add`, else in place of what is there; undefined takes it away. */
function edited(target: unknown, path: readonly string[], text: string, leaf: () => unknown, add: boolean): unknown {
  const missing = () => impossible(`operation does not apply: doc is missing path: ${text}`);
  const [key, ...rest] = path;
  if (key === undefined) return leaf() ?? missing();
  if (Array.isArray(target)) return editedList(target, key, rest, missing, (inner) => edited(inner, rest, text, leaf, add), leaf, add);
  if (!isObject(target)) return missing();
  const there = Object.hasOwn(target, key);
  if (!there && (rest.length || !add)) return missing();
  return withKey(target, key, rest.length ? edited(target[key], rest, text, leaf, add) : leaf());
}

function withKey(o: JsonObject, key: string, value: unknown): JsonObject {
  const copy: Record<string, unknown> = { ...o };
  if (value === undefined) delete copy[key];
  else setOwn(copy, key, value);
  return copy;
}

function editedList(
  list: readonly unknown[],
  key: string,
  rest: readonly string[],
  missing: () => never,
  inside: (v: unknown) => unknown,
  leaf: () => unknown,
  add: boolean,
): readonly unknown[] {
  const insert = add && !rest.length;
  const i = key === '-' && insert ? list.length : insert && /^-\d/.test(key) ? place(key, list.length) + 1 : place(key, list.length);
  if (i < 0 || i >= list.length + (insert ? 1 : 0)) return missing();
  if (insert) return list.toSpliced(i, 0, leaf());
  const value = rest.length ? inside(list[i]) : leaf();
  return value === undefined ? list.toSpliced(i, 1) : list.with(i, value);
}
