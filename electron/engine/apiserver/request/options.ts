/** What a request's query (or a delete's body) asks for beside the object. Source: apimachinery's meta/v1 options and their validation. */
import { badRequest, forbiddenField, invalid, invalidObject, notSupported, type FieldError } from '#shared/api/errors.ts';
import type { FieldValidation } from '#shared/api/decode/body.ts';
import { readBody } from '#shared/api/decode/body.ts';
import type { DeleteOptions as DeleteBody } from '#shared/kinds/generated/types.ts';
import type { DeleteOptions } from '../lifecycle.ts';
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
  const errors: FieldError[] = [...dryRunErrors(query['dryRun'])], validation = (query['fieldValidation'] || 'Warn') as FieldValidation, manager = query['fieldManager'];
  if (manager !== undefined && manager.length > 128) errors.push({ ...invalid('fieldManager', manager, ''), detail: 'Too long: may not be more than 128 bytes', reason: 'FieldValueTooLong' });
  if (!VALIDATIONS.includes(validation)) errors.push(notSupported('fieldValidation', validation, VALIDATIONS));
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return { dryRun: query['dryRun'] === 'All', fieldManager: manager || undefined, fieldValidation: validation, force: query['force'] === undefined ? undefined : isTrue(query['force']) };
}

function dryRunErrors(value: string | undefined): readonly FieldError[] {
  return value === undefined || value === '' || value === 'All' ? [] : [notSupported('dryRun', value, ['All'])];
}

const POLICIES = ['Foreground', 'Background', 'Orphan'] as const;

/** What a delete asks for, from its body where it has one, else from its query. */
export function deleteOptions(body: string, query: Query): DeleteOptions & { readonly dryRun: boolean; readonly accepted: boolean } {
  const o: DeleteBody = body.trim() ? readBody<DeleteBody>(body, { group: '', version: 'v1', kind: 'DeleteOptions', type: 'DeleteOptions' }, 'Ignore').object : fromQuery(query);
  const errors: FieldError[] = [...(o.dryRun ?? []).flatMap((d) => dryRunErrors(d))], policy = o.propagationPolicy;
  if (policy !== undefined && o.orphanDependents !== undefined) errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (policy !== undefined && !POLICIES.includes(policy as never)) errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  if (o.gracePeriodSeconds !== undefined && o.gracePeriodSeconds < 0 && o.gracePeriodSeconds !== -1) errors.push(invalid('gracePeriodSeconds', o.gracePeriodSeconds, 'must be greater than or equal to 0'));
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const propagationPolicy = policy as DeleteOptions['propagationPolicy'] ?? (o.orphanDependents === undefined ? undefined : o.orphanDependents ? 'Orphan' : 'Background');
  return { gracePeriodSeconds: o.gracePeriodSeconds, propagationPolicy, preconditions: o.preconditions, dryRun: Boolean(o.dryRun?.includes('All')), accepted: o.orphanDependents === false };
}

function fromQuery(query: Query): DeleteBody {
  const seconds = query['gracePeriodSeconds'];
  if (seconds !== undefined && !/^-?\d+$/.test(seconds)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(seconds)}: invalid syntax`);
  return {
    ...(seconds === undefined ? {} : { gracePeriodSeconds: Number(seconds) }), ...(query['propagationPolicy'] ? { propagationPolicy: query['propagationPolicy'] } : {}),
    ...(query['orphanDependents'] === undefined ? {} : { orphanDependents: isTrue(query['orphanDependents']) }), ...(query['dryRun'] ? { dryRun: [query['dryRun']] } : {}),
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
  const version = query['resourceVersion'] ?? '', match = query['resourceVersionMatch'] ?? '', token = query['continue'] ?? '', errors: FieldError[] = [];
  const initial = query['sendInitialEvents'] === undefined ? undefined : isTrue(query['sendInitialEvents']);
  if (watch) {
    if (initial !== undefined && match !== 'NotOlderThan') errors.push(forbiddenField('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    if (initial === undefined && match) errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  } else {
    if (initial !== undefined) errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
    if (match) {
      if (!version) errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
      if (token) errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'));
      if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
      if (match === 'Exact' && version === '0') errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  if (version && !/^\d+$/.test(version)) throw invalidObject({ group: '', kind: '' }, '', [invalid('resourceVersion', version, `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`)]);
  return {
    limit: whole('limit') ?? 0, continue: token, resourceVersion: version === '' ? undefined : Number(version), match: match as ListOptions['match'],
    bookmarks: isTrue(query['allowWatchBookmarks']), sendInitialEvents: initial, timeoutSeconds: whole('timeoutSeconds'),
  };
}
