/** What a request's query (or a delete's body) asks for beside the object. Source: apimachinery's meta/v1 options and their validation. */
import { ApiError, badRequest, forbiddenField, invalid, invalidObject, notSupported, quoted, type FieldError } from '#shared/api/errors.ts';
import type { FieldValidation } from '#shared/api/decode/body.ts';
import { readBody } from '#shared/api/decode/body.ts';
import { DecodeError } from '#shared/api/decode/error.ts';
import { parseJson } from '#shared/api/decode/parse.ts';
import { isObject } from '#shared/api/json.ts';
import type { DeleteOptions as DeleteBody } from '#shared/kinds/generated/types.ts';
import type { DeleteOptions } from '../lifecycle/delete.ts';
import { isTrue } from './route.ts';

export type Query = Readonly<Record<string, string>>;

/** What creates, updates and patches may ask for. */
export interface WriteQuery {
  readonly dryRun: boolean;
  readonly fieldManager: string | undefined;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean | undefined;
}

const VALIDATIONS: readonly FieldValidation[] = ['Ignore', 'Strict', 'Warn'];

/** Reads them; `kind` is what errors call them: 'CreateOptions'. */
export function writeQuery(query: Query, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): WriteQuery {
  const errors: FieldError[] = [...dryRunErrors(query['dryRun'])];
  const validation = (query['fieldValidation'] || 'Warn') as FieldValidation;
  const manager = query['fieldManager'];
  if (manager !== undefined && manager.length > 128)
    errors.push({
      ...invalid('fieldManager', manager, ''),
      detail: 'Too long: may not be more than 128 bytes',
      reason: 'FieldValueTooLong',
    });
  errors.push(...unprintable(manager ?? ''));
  if (!VALIDATIONS.includes(validation)) errors.push(notSupported('fieldValidation', validation, VALIDATIONS));
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    dryRun: query['dryRun'] === 'All',
    fieldManager: manager || undefined,
    fieldValidation: validation,
    force: query['force'] === undefined ? undefined : isTrue(query['force']),
  };
}

/** Characters of a manager's name that nobody could read. Places count bytes, as Go's do. */
function unprintable(manager: string): readonly FieldError[] {
  let at = 0;
  return [...manager].flatMap((c) => {
    const place = at;
    const point = c.codePointAt(0) as number;
    at += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    return /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(c)
      ? [
          invalid(
            'fieldManager',
            manager,
            `invalid character U+${point.toString(16).toUpperCase().padStart(4, '0')} (at position ${place})`,
          ),
        ]
      : [];
  });
}

function dryRunErrors(value: string | undefined): readonly FieldError[] {
  return value === undefined || value === '' || value === 'All' ? [] : [notSupported('dryRun', value, ['All'])];
}

const POLICIES = ['Foreground', 'Background', 'Orphan'] as const;

/** What a delete asks for, from its body where it has one, else from its query. */
export function deleteOptions(body: string, query: Query): DeleteOptions & { readonly dryRun: boolean; readonly accepted: boolean } {
  const o: DeleteBody = body.trim() ? fromBody(body) : fromQuery(query);
  const errors: FieldError[] = [...(o.dryRun ?? []).flatMap((d) => dryRunErrors(d))];
  const policy = o.propagationPolicy;
  if (policy !== undefined && o.orphanDependents !== undefined)
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (policy !== undefined && !POLICIES.includes(policy as never))
    errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const propagationPolicy =
    (policy as DeleteOptions['propagationPolicy']) ??
    (o.orphanDependents === undefined ? undefined : o.orphanDependents ? 'Orphan' : 'Background');
  return {
    gracePeriodSeconds: o.gracePeriodSeconds,
    propagationPolicy,
    preconditions: o.preconditions,
    dryRun: Boolean(o.dryRun?.includes('All')),
    accepted: o.orphanDependents === false,
  };
}

/** An object that is no DeleteOptions deletes nothing. */
function fromBody(text: string): DeleteBody {
  try {
    const { value } = parseJson(text);
    const { apiVersion, kind } = (isObject(value) ? value : {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
    if (typeof kind === 'string' && kind !== '' && kind !== 'DeleteOptions')
      throw badRequest(
        `no kind ${quoted(kind)} is registered for version ${quoted(typeof apiVersion === 'string' && apiVersion ? apiVersion : 'v1')} in scheme "pkg/apis/meta/internalversion/scheme/register.go:27"`,
      );
  } catch (e) {
    throw e instanceof DecodeError ? badRequest(`couldn't get version/kind; json parse error: ${e.message}`) : e;
  }
  return readBody<DeleteBody>(text, { group: '', version: 'v1', kind: 'DeleteOptions', type: 'DeleteOptions' }, 'Ignore').object;
}

function fromQuery(query: Query): DeleteBody {
  const seconds = query['gracePeriodSeconds'];
  if (seconds !== undefined && !/^-?\d+$/.test(seconds))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(seconds)}: invalid syntax`);
  return {
    ...(seconds === undefined ? {} : { gracePeriodSeconds: Number(seconds) }),
    ...(query['propagationPolicy'] ? { propagationPolicy: query['propagationPolicy'] } : {}),
    ...(query['orphanDependents'] === undefined ? {} : { orphanDependents: isTrue(query['orphanDependents']) }),
    ...(query['dryRun'] ? { dryRun: [query['dryRun']] } : {}),
  };
}

/** What a list or watch asks for, apart from selectors. */
export interface ListOptions {
  readonly limit: number;
  readonly continue: string;
  /** undefined where the newest is wanted. */
  readonly resourceVersion: number | undefined;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

/** Reads them. Throws Invalid or BadRequest as Kubernetes does. */
export function listOptions(query: Query, watch: boolean): ListOptions {
  const whole = (name: string): number | undefined => {
    const text = query[name];
    if (text === undefined || text === '') return undefined;
    if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  };
  const version = query['resourceVersion'] ?? '';
  const match = query['resourceVersionMatch'] ?? '';
  const token = query['continue'] ?? '';
  const errors: FieldError[] = [];
  const initial = query['sendInitialEvents'] === undefined ? undefined : isTrue(query['sendInitialEvents']);
  if (watch) {
    if (initial !== undefined && match !== 'NotOlderThan')
      errors.push(forbiddenField('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    if (initial === undefined && match)
      errors.push(
        forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
      );
  } else {
    if (initial !== undefined) errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
    if (match) {
      if (!version)
        errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
      if (token) errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'));
      if (match !== 'Exact' && match !== 'NotOlderThan')
        errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
      if (match === 'Exact' && version === '0')
        errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  return {
    limit: Math.max(0, whole('limit') ?? 0),
    continue: token,
    resourceVersion: version === '' ? undefined : watch ? versionIn(version) : listVersionIn(version),
    match: match as ListOptions['match'],
    bookmarks: isTrue(query['allowWatchBookmarks']),
    sendInitialEvents: initial,
    timeoutSeconds: whole('timeoutSeconds'),
  };
}

/** The number a version says. Throws an error without a reason, as a get and a watch do. */
export function versionIn(text: string): number {
  if (!/^\d+$/.test(text)) throw new ApiError('', noVersion(text));
  return Number(text);
}

function listVersionIn(text: string): number {
  if (!/^\d+$/.test(text)) throw badRequest(`invalid resource version: ${noVersion(text)}`);
  return Number(text);
}

const noVersion = (text: string): string =>
  `resourceVersion: Invalid value: ${quoted(text)}: strconv.ParseUint: parsing ${quoted(text)}: invalid syntax`;
