/**
 * Errors as the API gives them: a Status with Kubernetes' reason, code and wording.
 * Source: apimachinery's api/errors and util/validation/field.
 */
import { doubleOrInteger } from './double-text.ts';
import type { Status, StatusCause, StatusDetails } from '../kinds/generated/types.ts';

/** The reasons a request can fail for, with the HTTP code each is answered with. */
export const REASON_CODES = {
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  Invalid: 422,
  ServerTimeout: 500,
  Timeout: 504,
  TooManyRequests: 429,
  BadRequest: 400,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  InternalError: 500,
  ServiceUnavailable: 503,
} as const;

/** A reason that has a code of its own. */
export type Reason = keyof typeof REASON_CODES;

/** A request that cannot be granted. What is thrown inside the API and sent as a Status outside it. */
export class ApiError extends Error {
  readonly reason: Reason | '';
  readonly code: number;
  readonly details: StatusDetails | undefined;
  constructor(reason: Reason | '', message: string, details?: StatusDetails, code?: number) {
    super(message);
    this.name = 'ApiError';
    this.reason = reason;
    this.code = code ?? (reason === '' ? 500 : REASON_CODES[reason]);
    this.details = details;
  }
}

/** The Status object of an error, as it goes over the wire. */
export function statusOf(e: ApiError): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: e.message,
    ...(e.reason ? { reason: e.reason } : {}),
    ...(e.details ? { details: e.details } : {}),
    code: e.code,
  };
}

/** What an error says of the resource it is about. */
export interface About {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** 'deployments.apps', or 'pods' for the core group. */
export function qualified(about: { group: string; plural: string }): string {
  return about.group ? `${about.plural}.${about.group}` : about.plural;
}

const byPlural = (a: About, name: string): StatusDetails => ({
  ...(name ? { name } : {}),
  ...(a.group ? { group: a.group } : {}),
  kind: a.plural,
});

export const notFound = (a: About, name: string): ApiError =>
  new ApiError('NotFound', `${qualified(a)} ${JSON.stringify(name)} not found`, byPlural(a, name));
export const alreadyExists = (a: About, name: string): ApiError =>
  new ApiError('AlreadyExists', `${qualified(a)} ${JSON.stringify(name)} already exists`, byPlural(a, name));
export const conflict = (a: About, name: string, why: string): ApiError =>
  new ApiError('Conflict', `Operation cannot be fulfilled on ${qualified(a)} ${JSON.stringify(name)}: ${why}`, byPlural(a, name));
export const forbidden = (a: About, name: string, why: string): ApiError =>
  new ApiError(
    'Forbidden',
    name ? `${qualified(a)} ${JSON.stringify(name)} is forbidden: ${why}` : `${qualified(a)} is forbidden: ${why}`,
    byPlural(a, name),
  );
export const badRequest = (message: string): ApiError => new ApiError('BadRequest', message);
export const gone = (message: string): ApiError => new ApiError('Expired', message);

/** True where the API refused because the namespace is going: nobody needs to hear of it, and trying again is of no use. */
export function namespaceIsTerminating(e: ApiError): boolean {
  return e.details?.causes?.some((c) => c.reason === 'NamespaceTerminating') ?? false;
}

/** Where Kubernetes registers its own kinds, as its messages say it. Source: apimachinery's util/naming, of a build with -trimpath. */
export const SCHEME = 'pkg/api/legacyscheme/scheme.go:30';

/** Why a field is wrong. `field` is its path, 'spec.containers[0].name'; `detail` the whole message without the path. */
export interface FieldError {
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotFound'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported'
    | 'FieldValueTooLong'
    | 'FieldValueTooShort'
    | 'FieldValueTooMany'
    | 'FieldValueTooFew'
    | 'FieldValueTypeInvalid'
    | 'InternalError';
  readonly field: string;
  readonly detail: string;
}

/** How Go writes what cannot stand in a quoted text, the quote itself apart. */
export const GO_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};
const ESCAPES: Readonly<Record<string, string>> = { ...GO_ESCAPES, '"': '\\"' };

/** A text in quotes as Go's %q writes it: what cannot be printed is escaped. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"\p{C}\u2028\u2029]|(?! )\p{Zs}/gu, (c) => ESCAPES[c] ?? escaped(c.codePointAt(0) as number))}"`;
}

function escaped(point: number): string {
  const hex = point.toString(16);
  return point < 0x80 ? `\\x${hex.padStart(2, '0')}` : point < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** How Go prints a bad value inside a message: strings quoted, objects as its JSON, nothing as null. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return doubleOrInteger(value);
  return typeof value === 'object'
    ? JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : String(value as boolean);
}

const withDetail = (head: string, detail: string) => (detail ? `${head}: ${detail}` : head);

export const required = (field: string, detail = ''): FieldError => ({
  reason: 'FieldValueRequired',
  field,
  detail: withDetail('Required value', detail),
});
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  reason: 'FieldValueInvalid',
  field,
  detail: withDetail(`Invalid value: ${shown(value)}`, detail),
});
/** The same about a state that no one value shows. */
export const invalidState = (field: string, detail: string): FieldError => ({
  reason: 'FieldValueInvalid',
  field,
  detail: withDetail('Invalid value', detail),
});
/** One error for each complaint about a value. */
export const invalidEach = (field: string, value: unknown, complaints: readonly string[]): readonly FieldError[] =>
  complaints.map((detail) => invalid(field, value, detail));
export const notFoundField = (field: string, value: unknown): FieldError => ({
  reason: 'FieldValueNotFound',
  field,
  detail: `Not found: ${shown(value)}`,
});
export const duplicate = (field: string, value: unknown, detail = ''): FieldError => ({
  reason: 'FieldValueDuplicate',
  field,
  detail: withDetail(`Duplicate value: ${shown(value)}`, detail),
});
export const forbiddenField = (field: string, detail: string): FieldError => ({
  reason: 'FieldValueForbidden',
  field,
  detail: withDetail('Forbidden', detail),
});
/** `supported` is listed in the order given: Kubernetes sorts some of these lists and leaves others as they are. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  reason: 'FieldValueNotSupported',
  field,
  detail: withDetail(`Unsupported value: ${shown(value)}`, supported.length ? `supported values: ${supported.map(quoted).join(', ')}` : ''),
});
export const typeInvalid = (field: string, value: unknown, detail: string): FieldError => ({
  reason: 'FieldValueTypeInvalid',
  field,
  detail: withDetail(`Invalid value: ${shown(value)}`, detail),
});
export const internal = (field: string, detail: string): FieldError => ({
  reason: 'InternalError',
  field,
  detail: withDetail('Internal error', detail),
});
export const tooLong = (field: string, max: number, unit = 'byte'): FieldError => ({
  reason: 'FieldValueTooLong',
  field,
  detail: max < 0 ? 'Too long: value is too long' : `Too long: may not be more than ${counted(max, unit)}`,
});
export const tooMany = (field: string, count: number, max: number): FieldError => ({
  reason: 'FieldValueTooMany',
  field,
  detail: `Too many: ${count}: must have at most ${counted(max, 'item')}`,
});

const counted = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** 422: the object is well formed but means something that cannot be. */
export function invalidObject(kind: { group: string; kind: string }, name: string, errors: readonly FieldError[]): ApiError {
  const text = [...new Set(errors.map((e) => `${e.field}: ${e.detail}`))];
  const causes: StatusCause[] = errors.map((e) => ({ reason: e.reason, message: e.detail, field: e.field }));
  const what = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new ApiError('Invalid', `${what} ${JSON.stringify(name)} is invalid: ${text.length === 1 ? text[0] : `[${text.join(', ')}]`}`, {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes,
  });
}

/** Fails loudly where the program itself is wrong; never for what a person did. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${what}`);
}
