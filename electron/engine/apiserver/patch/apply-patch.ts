/**
 * A JSON, merge or strategic merge patch put on an object as a request's version has it, and the result read as its type.
 * Source: apiserver's endpoints/handlers/patch.go.
 */
import { ApiError, badRequest, invalid, invalidObject, SCHEME } from '#shared/api/errors.ts';
import type { Expected, FieldValidation } from '#shared/api/decode/body.ts';
import { decodeUntyped, decodeValue, type Decoded } from '#shared/api/decode/decode.ts';
import { describe } from '#shared/api/decode/decoding.ts';
import { DecodeError } from '#shared/api/decode/error.ts';
import { ExactNumber, untyped } from '#shared/api/decode/number.ts';
import { parseJson } from '#shared/api/decode/parse.ts';
import { isObject, setOwn, type JsonObject } from '#shared/api/json.ts';
import { goValue } from '#shared/api/patch/go-value.ts';
import { applyJsonPatch } from '#shared/api/patch/json-patch.ts';
import { applyMergePatch } from '#shared/api/patch/merge-patch.ts';
import { PatchError } from '#shared/api/patch/patch-error.ts';
import { applyStrategicMergePatch } from '#shared/api/patch/strategic-merge-patch.ts';

/** The patches that say what to change; `apply` says what should be. */
export type ChangePatch = 'json' | 'merge' | 'strategic';

/** How many operations a JSON patch may have. */
const MOST_OPERATIONS = 10_000;

/** The server's answer to a patch that cannot be carried out; what exactly failed it does not say. */
const unprocessable = () => new ApiError('Invalid', 'the server rejected our request due to an error in our request', {});

/** The patch as a value: a text is parsed. Throws BadRequest. */
function patchBody(
  type: ChangePatch,
  body: unknown,
  validation: FieldValidation,
): { readonly value: unknown; readonly repeated: readonly string[] } {
  if (typeof body !== 'string') return { value: body, repeated: [] };
  const careful = type === 'json' && validation !== 'Ignore'; // who is told of what is unknown has the operations read as such
  try {
    const { value, repeats } = parseJson(body);
    const repeated = careful
      ? checkOperations(value, repeats)
      : type === 'json' || !isObject(value)
        ? []
        : decodeUntypedStrict(value, repeats);
    return { value: type === 'json' ? (plainNumbers(value) ?? []) : plainNumbers(value), repeated };
  } catch (e) {
    if (!(e instanceof DecodeError)) throw e;
    throw badRequest(type === 'merge' || careful ? `error decoding patch: ${e.message}` : e.message);
  }
}

const TEXTS = ['op', 'path', 'from'];
const OPERATION = 'handlers.jsonPatchOp';

/** What strict decoding says of a list of operations. Throws DecodeError where it is none. */
function checkOperations(list: unknown, repeats: ReturnType<typeof parseJson>['repeats']): readonly string[] {
  const misread = (v: unknown, where: string, type: string) =>
    new DecodeError(`json: cannot unmarshal ${describe(v)} into Go ${where} of type ${type}`);
  if (list === null) return [];
  if (!Array.isArray(list)) throw misread(list, 'value', `[]${OPERATION}`);
  return list.flatMap((o: unknown, i) => {
    if (o === null) return [];
    if (!isObject(o)) throw misread(o, 'value', OPERATION);
    for (const f of TEXTS)
      if (o[f] !== undefined && o[f] !== null && typeof o[f] !== 'string') throw misread(o[f], `struct field jsonPatchOp.${f}`, 'string');
    const written = (repeats.get(o) ?? []).map(([f]) => f);
    return [
      ...Object.keys(o)
        .filter((f) => f !== 'value' && !TEXTS.includes(f))
        .map((f) => `json patch unknown field "[${i}].${f}"`),
      ...[...new Set(written.filter((f, n) => written.indexOf(f) < n))].map((f) => `json patch duplicate field "[${i}].${f}"`),
    ];
  });
}

/** The keys of an object that came twice, in the words of strict decoding. */
function decodeUntypedStrict(value: JsonObject, repeats: ReturnType<typeof parseJson>['repeats']): readonly string[] {
  if (!repeats.size) return [];
  const { metadata: _, ...rest } = value; // metadata is typed only once the patch is on the object
  return decodeUntyped(repeats.has(value) ? value : rest, repeats).strict;
}

/** What numbers mean where no schema says how they are to be taken. */
function plainNumbers(v: unknown): unknown {
  if (v instanceof ExactNumber) return untyped(v);
  if (Array.isArray(v)) return v.map(plainNumbers);
  if (!isObject(v)) return v;
  const out: Record<string, unknown> = {};
  for (const [k, x] of Object.entries(v)) setOwn(out, k, plainNumbers(x));
  return out;
}

/**
 * `current` patched and read as `into`. Throws ApiError: BadRequest for what is no patch, Invalid for one that does not
 * fit the object or makes of it what does not fit its type; strict errors are warned of or refused, as `validation` says
 * (those of decoding, and what `unknown` finds in the result).
 */
export function applyPatch<T>(
  type: ChangePatch,
  current: JsonObject,
  body: unknown,
  into: Expected,
  validation: FieldValidation,
  warn: (text: string) => void,
  unknown: (o: object) => readonly string[] = () => [],
): T {
  const { value: patch, repeated } = patchBody(type, body, validation);
  const patched = change(type, current, patch, into);
  const refuse = (why: string) =>
    invalidObject({ group: '', kind: '' }, '', [invalid('patch', type === 'strategic' ? goValue(patch) : JSON.stringify(patched), why)]);
  if (!isObject(patched))
    throw refuse(
      "couldn't get version/kind; json parse error: json: cannot unmarshal " +
        (Array.isArray(patched) ? 'array' : typeof patched) +
        ' into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    );
  const apiVersion = into.group ? `${into.group}/${into.version}` : into.version;
  if (patched['apiVersion'] !== apiVersion || patched['kind'] !== into.kind)
    throw refuse(
      typeof patched['kind'] === 'string' && patched['kind']
        ? `no kind ${JSON.stringify(patched['kind'])} is registered for version ${JSON.stringify(patched['apiVersion'] ?? '')} in scheme "${SCHEME}"`
        : `Object 'Kind' is missing in '${JSON.stringify(patched)}'`,
    );
  let decoded: Decoded<T>;
  try {
    decoded = into.type === undefined ? decodeUntyped<T>(patched) : decodeValue<T>(into.type, patched);
  } catch (e) {
    if (!(e instanceof DecodeError)) throw e;
    throw refuse(type === 'strategic' ? converted(e.message) : e.message);
  }
  const strict = [...repeated, ...decoded.strict, ...unknown(decoded.value as object)];
  if (strict.length && validation === 'Strict') throw refuse(`strict decoding error: ${strict.join(', ')}`);
  if (validation === 'Warn') strict.forEach(warn);
  return decoded.value;
}

function change(type: ChangePatch, current: JsonObject, patch: unknown, into: Expected): unknown {
  if (type === 'json' && Array.isArray(patch) && patch.length > MOST_OPERATIONS)
    throw new ApiError(
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`,
    );
  try {
    if (type === 'json') return applyJsonPatch(current, patch);
    if (patch === null && type === 'merge') throw new PatchError('malformed', 'Invalid JSON Patch');
    if (patch === null) return current;
    if (!isObject(patch))
      throw new PatchError(
        'malformed',
        `${type === 'merge' ? 'error decoding patch: ' : ''}json: cannot unmarshal ${describe(patch)} into Go value of type map[string]interface {}`,
      );
    return type === 'merge' ? applyMergePatch(current, patch) : applyStrategicMergePatch(into.type as string, current, patch);
  } catch (e) {
    if (!(e instanceof PatchError)) throw e;
    throw e.fault === 'malformed' ? badRequest(e.message) : e.fault === 'impossible' ? unprocessable() : new ApiError('', e.message);
  }
}

/** A strategic merge goes from a map to an object without JSON between: what does not fit is said otherwise. */
function converted(message: string): string {
  const m = /cannot unmarshal (\w+).* of type (\S+)$/.exec(message);
  const from = { object: 'map', array: 'slice', number: 'int64' }[m?.[1] ?? ''] ?? m?.[1];
  const to = m?.[2] ?? '';
  if (!m) return message;
  if (to.startsWith('[]')) return `cannot restore slice from ${from}`;
  if (to.startsWith('map[') || to === 'v1.ResourceList') return `cannot restore map from ${from}`;
  if (
    /^\w*\.[A-Z]\w+$/.test(to) &&
    from !== 'map' &&
    from !== 'slice' &&
    !/^(string|bool|int\d+)$/.test(to) &&
    /(Spec|Status|Meta|Source|Action|Template|Selector|Probe|Context|Strategy)$/.test(to)
  )
    return `cannot restore struct from: ${from}`;
  return `unrecognized type: ${/^(bool|int32|int64|float64)$/.test(to) ? to : 'string'}`;
}
