/** The body of a request, as text and as the object that the path expects. Source: apiserver's endpoints/handlers (create.go, rest.go). */
import { ApiError, badRequest, invalid, invalidObject, SCHEME } from '#shared/api/errors.ts';
import { readBody, readValue, unrecognized, type Expected, type FieldValidation } from '#shared/api/decode/body.ts';
import { groupOf, versionOf, type Draft } from '#shared/api/object.ts';
import type { ApiRequest } from '#shared/api/request.ts';
import type { Core } from '../context.ts';
import { decodeProtobuf, PROTOBUF } from '../protobuf/decode.ts';
import { expected as expectedBody } from '../served-version.ts';
import { readYaml, UNMARSHAL_ERRORS, YamlError, type ReadYaml } from './yaml.ts';

const TYPES = ['application/json', 'application/yaml'];
const BUILT_IN_TYPES = [...TYPES, PROTOBUF];
const NO_REPEATS = new Map();
const DELETE_OPTIONS = { group: '', version: 'v1', kind: 'DeleteOptions', type: 'DeleteOptions' };

/** The media type of a body, without its parameters; JSON where none is said. */
export function mediaTypeOf({ headers }: ApiRequest): string {
  return (headers?.['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() || 'application/json';
}

/** The body as text, of what is expected; what comes in protobuf as the JSON that says the same. Throws BadRequest. */
export function bodyText(core: Core, request: ApiRequest, { group, version, kind }: Pick<Expected, 'group' | 'version' | 'kind'>): string {
  const { body } = request;
  if (body !== undefined && typeof body !== 'string') return JSON.stringify(body);
  if (mediaTypeOf(request) !== PROTOBUF) return body ?? '';
  return JSON.stringify(
    decodeProtobuf(body ?? '', { apiVersion: group ? `${group}/${version}` : version, kind }, (apiVersion, k) =>
      typeIn(core, apiVersion, k),
    ),
  );
}

/** The options a delete's body holds as JSON, '' where there is none. Throws UnsupportedMediaType and BadRequest. */
export function deleteBody(core: Core, request: ApiRequest): string {
  if (request.body === undefined || request.body === '') return '';
  const type = mediaTypeOf(request);
  if (!BUILT_IN_TYPES.includes(type)) throw unsupported(BUILT_IN_TYPES);
  const text = bodyText(core, request, DELETE_OPTIONS);
  return type === 'application/yaml' ? JSON.stringify(fromYaml(text, DELETE_OPTIONS).value) : text;
}

/** The schema's type of a kind: the same kind may be told differently in different versions. */
function typeIn(core: Core, apiVersion: string, kind: string): string | undefined {
  const r = core.resources.byKind(groupOf(apiVersion), versionOf(apiVersion), kind);
  return r && expectedBody(r).type;
}

/** 415, with what would be taken. */
export function unsupported(types: readonly string[]): ApiError {
  return new ApiError(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${types.join(', ')}`,
  );
}

/** Reads a body as what is expected; another kind or version is refused. Unknown fields are warned of or refused, as asked. */
export function readObject(
  core: Core,
  request: ApiRequest,
  expected: Expected,
  validation: FieldValidation,
  warn: (text: string) => void,
): Draft {
  const type = mediaTypeOf(request);
  const types = expected.type === undefined ? TYPES : BUILT_IN_TYPES;
  if (!types.includes(type)) throw unsupported(type === PROTOBUF ? TYPES : BUILT_IN_TYPES);
  const text = bodyText(core, request, expected);
  // what the body says it is decides whether it is read as that at all
  const said = type === 'application/yaml' ? fromYaml(text, expected) : undefined;
  if (said?.repeated.length && validation === 'Strict')
    throw badRequest(
      `${expected.kind} in version ${JSON.stringify(expected.version)} cannot be handled as a ${expected.kind}: strict decoding error: ${UNMARSHAL_ERRORS}${said.repeated.join('\n  ')}`,
    );
  if (validation === 'Warn') said?.repeated.forEach(warn);
  const read =
    said === undefined
      ? (peeked(core, text, expected) ?? readBody<Draft>(text, expected, validation))
      : readValue<Draft>({ value: checked(core, said.value, text, expected), repeats: NO_REPEATS }, expected, validation, text);
  for (const w of read.warnings) warn(w);
  const wanted = expected.group ? `${expected.group}/${expected.version}` : expected.version;
  if (read.apiVersion !== wanted)
    throw badRequest(`the API version in the data (${read.apiVersion}) does not match the expected API version (${wanted})`);
  return read.object;
}

function fromYaml(text: string, expected: Expected): ReadYaml {
  try {
    return readYaml(text);
  } catch (e) {
    throw e instanceof YamlError ? unrecognized(expected, e.message, text) : e;
  }
}

/** Refuses JSON that says it is something else; undefined where it may be read. */
function peeked(core: Core, text: string, expected: Expected): undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  checked(core, value, text, expected);
  return undefined;
}

function checked(core: Core, value: unknown, text: string, expected: Expected): unknown {
  const { apiVersion, kind, metadata } = (typeof value === 'object' && value !== null ? value : {}) as {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: Draft['metadata'];
  };
  if (expected.type === undefined) return checkedCustom(value, { apiVersion, kind, name: metadata?.name ?? '' }, text, expected);
  if (typeof kind !== 'string' || kind === '' || kind === expected.kind) return value;
  const wanted = expected.group ? `${expected.group}/${expected.version}` : expected.version;
  const v = typeof apiVersion === 'string' && apiVersion ? apiVersion : wanted;
  const known = core.resources.byKind(groupOf(v), versionOf(v), kind);
  const name = (g: string) => (g ? g.split('.')[0] : 'core');
  const why = known
    ? `converting (${versionOf(v)}.${kind}) to (${name(expected.group)}.${expected.kind}): unknown conversion`
    : `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(v)} in scheme "${SCHEME}"`;
  throw badRequest(`${kind} in version ${JSON.stringify(versionOf(v))} cannot be handled as a ${expected.kind}: ${why}`);
}

/** A custom resource has to say what it is; another kind is found wrong only once it is looked at. */
function checkedCustom(
  value: unknown,
  { apiVersion, kind, name }: { readonly apiVersion: unknown; readonly kind: unknown; readonly name: string },
  text: string,
  expected: Expected,
): unknown {
  if (kind === undefined || kind === null || kind === '') throw unrecognized(expected, `Object 'Kind' is missing in '${text}'`, text);
  const wanted = `${expected.group}/${expected.version}`;
  const said = typeof apiVersion === 'string' ? apiVersion : '';
  if (said !== wanted) throw badRequest(`the API version in the data (${said}) does not match the expected API version (${wanted})`);
  if (typeof kind === 'string' && kind !== expected.kind)
    throw invalidObject(expected, name, [invalid('kind', kind, `must be ${expected.kind}`)]);
  return value;
}
