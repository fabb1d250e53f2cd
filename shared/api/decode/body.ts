/**
 * The body of a request into an object, with the errors the API server answers. Source: apimachinery's json serializer,
 * apiserver's handlers (transformDecodeError, fieldValidation).
 */
import { utf8 } from '../base64.ts';
import { badRequest, type ApiError } from '../errors.ts';
import { isObject } from '../json.ts';
import { describe as describeValue } from './decoding.ts';
import { decodeUntyped, decodeValue, type Decoded } from './decode.ts';
import { DecodeError } from './error.ts';
import { parseJson, type Parsed } from './parse.ts';

/** What a request asks to be done about fields that are unknown or come twice. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** What a body is expected to be. */
export interface Expected {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The type in the schema; undefined for a custom resource. */
  readonly type: string | undefined;
  /** What a custom resource's schema does not specify (see KindDefinition). */
  readonly unknownFields?: ((o: object) => readonly string[]) | undefined;
}

/** A body that has been read. */
export interface ReadBody<T> {
  readonly object: T;
  /** What the object says it is, completed by what was expected. */
  readonly apiVersion: string;
  readonly kind: string;
  /** For Warning headers; only with Warn. */
  readonly warnings: readonly string[];
}

/** Reads JSON text. Throws ApiError: BadRequest, with what is wrong in Kubernetes' words. */
export function readBody<T>(text: string, expected: Expected, validation: FieldValidation): ReadBody<T> {
  let parsed: Parsed;
  try {
    parsed = parseJson(text);
  } catch (e) {
    throw unrecognized(expected, `couldn't get version/kind; json parse error: ${decodeMessage(e)}`, text);
  }
  return readValue(parsed, expected, validation, text);
}

/** The same for a value that has been parsed already (from YAML, from a patch). `text` is the body as it came, for messages. */
export function readValue<T>(parsed: Parsed, expected: Expected, validation: FieldValidation, text: string): ReadBody<T> {
  const said = identify(parsed.value, expected, text);
  const apiVersion = said.apiVersion || (expected.group ? `${expected.group}/${expected.version}` : expected.version);
  const kind = said.kind || expected.kind;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const cannot = (why: string) =>
    badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${expected.kind}: ${why}`);
  let decoded: Decoded<T>;
  try {
    decoded =
      expected.type === undefined
        ? decodeUntyped<T>(parsed.value, parsed.repeats)
        : decodeValue<T>(expected.type, parsed.value, parsed.repeats);
  } catch (e) {
    throw cannot(decodeMessage(e));
  }
  const unknown =
    validation !== 'Ignore' && expected.unknownFields
      ? expected.unknownFields(decoded.value as object).map((f) => `unknown field "${f}"`)
      : [];
  const strict = unknown.length ? [...decoded.strict, ...unknown] : decoded.strict;
  if (strict.length && validation === 'Strict') throw cannot(`strict decoding error: ${strict.join(', ')}`);
  return { object: decoded.value, apiVersion, kind, warnings: validation === 'Warn' ? strict : [] };
}

/** What a value says it is, before it is read as anything. */
function identify(value: unknown, expected: Expected, text: string): { readonly apiVersion: string; readonly kind: string } {
  const fail = (why: string): never => {
    throw unrecognized(expected, `couldn't get version/kind; json parse error: ${why}`, text);
  };
  if (value === null) return { apiVersion: '', kind: '' };
  if (!isObject(value))
    return fail(
      `json: cannot unmarshal ${describeValue(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  const said = (field: 'apiVersion' | 'kind'): string => {
    const v = Object.hasOwn(value, field) ? value[field] : undefined;
    if (v === undefined || v === null) return '';
    return typeof v === 'string' ? v : fail(`json: cannot unmarshal ${describeValue(v)} into Go struct field .${field} of type string`);
  };
  const apiVersion = said('apiVersion');
  const kind = said('kind');
  if (apiVersion.split('/').length > 2) throw unrecognized(expected, `unexpected GroupVersion string: ${apiVersion}`, text);
  return { apiVersion, kind };
}

/** 400: a body that cannot be told to be anything; `text` is the body as it came. */
export function unrecognized(expected: Expected, why: string, text: string): ApiError {
  return badRequest(`the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${summary(text)})`);
}

/** The beginning of a body, for a message; in hexadecimal where it does not begin an object. */
function summary(text: string): string {
  const MOST = 30;
  if (text === '') return '<empty>';
  const bytes = utf8(text.slice(0, MOST + 1));
  const more = bytes.length > MOST || text.length > MOST;
  if (text.startsWith('{')) return more ? `${text.slice(0, MOST)} ...` : text;
  return (
    bytes
      .slice(0, MOST)
      .map((b) => b.toString(16).padStart(2, '0'))
      .join('') + (more ? ' ...' : '')
  );
}

function decodeMessage(e: unknown): string {
  if (e instanceof DecodeError) return e.message;
  throw e;
}
