/**
 * Acting as somebody else. Four ways are tried that grant it for particular users and requests, then the older one that
 * grants it wholly; the first refusal is what the asker hears. Source: apiserver's endpoints/filters/impersonation, KEP-5284.
 */
import { ApiError, badRequest, quoted, type Reason } from '#shared/api/errors.ts';
import { isDNS1123Subdomain } from '#shared/api/names.ts';
import type { Attributes, ResourceAttributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorizer.ts';
import { refusal } from '../authorization/refusal.ts';
import { MASTERS, type Core, type User } from '../context.ts';
import { AUTHENTICATED, serviceAccountGroups, serviceAccountOf, UNAUTHENTICATED } from './users.ts';

type Extra = Readonly<Record<string, readonly string[]>>;

/** Who somebody wants to be, as the Impersonate- headers say it. */
export type Wanted = Required<User>;

const GROUP = 'authentication.k8s.io';
const NODE = 'system:node:';
const EXTRA_HEADER = 'impersonate-extra-';

/** Where a service account's token says which node its pod runs on. */
const NODE_NAME = 'authentication.kubernetes.io/node-name';

/** From this many checks on, the right to all at once is asked for first. */
const MANY = 4;

/** Reads the Impersonate- headers (in lower case; several values joined by ', '). Undefined where there are none. */
export function wantedUser(headers: Readonly<Record<string, string>>): Wanted | undefined {
  const list = (v: string | undefined) => (v ? v.split(/,\s*/) : []);
  const extra: Record<string, readonly string[]> = {};
  for (const h of Object.keys(headers).sort())
    if (h.startsWith(EXTRA_HEADER)) extra[unescaped(h.slice(EXTRA_HEADER.length))] = list(headers[h]);
  const wanted = {
    name: headers['impersonate-user'] ?? '',
    uid: headers['impersonate-uid'] ?? '',
    groups: list(headers['impersonate-group']),
    extra,
  };
  if (wanted.name) return wanted;
  if (wanted.uid || wanted.groups.length || Object.keys(extra).length)
    throw badRequest(`requested ${JSON.stringify(wanted)} without impersonating a user name`);
  return undefined;
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** The user that `requestor` acts as from here on. Throws Forbidden where it may not, for this request or at all. */
export function impersonate(core: Core, requestor: User, wanted: Wanted, request: Attributes): User {
  let first: ApiError | undefined;
  for (const way of WAYS) {
    if (way.on && !way.serves(wanted, requestor)) continue;
    try {
      if (way.on) allow(core, requestor, { ...request, verb: `impersonate-on:${way.name}:${request.verb}` });
      return acting(core, requestor, wanted, way);
    } catch (e) {
      if (!(e instanceof ApiError) || e.reason !== ('Forbidden' satisfies Reason)) throw e;
      first ??= e;
    }
  }
  throw first ?? new ApiError('InternalError', 'all impersonation modes failed');
}

/** One way of being allowed to. `on` marks those that depend on the request, too. */
interface Way {
  readonly name: string;
  readonly on: boolean;
  serves(wanted: Wanted, requestor: User): boolean;
}

const onlyNamed = (w: Wanted) => !w.uid && !w.groups.length && !Object.keys(w.extra).length;

const WAYS: readonly Way[] = [
  {
    name: 'associated-node',
    on: true,
    serves: (w, r) =>
      onlyNamed(w) &&
      nodeOf(w.name) !== undefined &&
      serviceAccountOf(r.name) !== undefined &&
      r.extra?.[NODE_NAME]?.length === 1 &&
      r.extra[NODE_NAME][0] === nodeOf(w.name),
  },
  { name: 'arbitrary-node', on: true, serves: (w) => onlyNamed(w) && nodeOf(w.name) !== undefined },
  { name: 'serviceaccount', on: true, serves: (w) => onlyNamed(w) && serviceAccountOf(w.name) !== undefined },
  { name: 'user-info', on: true, serves: (w) => nodeOf(w.name) === undefined && serviceAccountOf(w.name) === undefined },
  { name: '', on: false, serves: () => true },
];

/** The node that a user name is of. */
function nodeOf(username: string): string | undefined {
  const name = username.startsWith(NODE) ? username.slice(NODE.length) : '';
  return name && isDNS1123Subdomain(name).length === 0 ? name : undefined;
}

function acting(core: Core, requestor: User, wanted: Wanted, way: Way): User {
  const verb = way.on ? `impersonate:${way.name}` : 'impersonate';
  const group = way.on ? GROUP : '';
  const of = (g: string, resource: string, name: string): ResourceAttributes => ({
    verb,
    group: g,
    resource,
    subresource: '',
    namespace: '',
    name,
  });
  const node = way.on ? nodeOf(wanted.name) : undefined;
  const account = serviceAccountOf(wanted.name);
  allow(
    core,
    requestor,
    node !== undefined
      ? of(group, 'nodes', way.name === 'associated-node' ? '*' : node)
      : account
        ? { ...of(group, 'serviceaccounts', account.name), namespace: account.namespace }
        : of(group, 'users', wanted.name),
  );
  if (wanted.uid) allow(core, requestor, of(GROUP, 'uids', wanted.uid));
  allowGroups(core, requestor, wanted.groups, of(group, 'groups', ''), way.on);
  allowExtra(core, requestor, wanted.extra, of(GROUP, 'userextras', ''), way.on);

  const groups =
    node !== undefined ? ['system:nodes'] : account && !wanted.groups.length ? serviceAccountGroups(account.namespace) : wanted.groups;
  const everybody = wanted.name === 'system:anonymous' ? UNAUTHENTICATED : groups.includes(UNAUTHENTICATED) ? undefined : AUTHENTICATED;
  return { ...wanted, groups: everybody === undefined || groups.includes(everybody) ? groups : [...groups, everybody] };
}

function allowGroups(core: Core, requestor: User, groups: readonly string[], a: ResourceAttributes, strict: boolean): void {
  if (strict && groups.includes('')) throw refusal(requestor, a, 'impersonating the empty string group is not allowed');
  if (strict && groups.includes(MASTERS))
    throw refusal(requestor, { ...a, name: MASTERS }, 'impersonating the system:masters group is not allowed');
  if (strict && groups.length >= MANY && authorize(core, requestor, { ...a, name: '*' }).allowed) return;
  for (const name of groups) allow(core, requestor, { ...a, name });
}

function allowExtra(core: Core, requestor: User, extra: Extra, a: ResourceAttributes, strict: boolean): void {
  const entries = Object.entries(extra);
  const count = Math.max(entries.length, entries.flatMap(([, values]) => values).length);
  if (strict)
    for (const [key, values] of entries) {
      if (key === '') throw refusal(requestor, a, 'impersonating the empty string key in extra is not allowed');
      if (key !== key.toLowerCase())
        throw refusal(requestor, a, `impersonating a non-lowercase key in extra is not allowed: ${quoted(key)}`);
      if (!values.length) throw refusal(requestor, a, 'impersonating empty values in extra is not allowed');
      if (values.includes('')) throw refusal(requestor, a, 'impersonating the empty string value in extra is not allowed');
    }
  if (strict && count >= MANY && authorize(core, requestor, { ...a, subresource: '*', name: '*' }).allowed) return;
  for (const [subresource, values] of entries) for (const name of values) allow(core, requestor, { ...a, subresource, name });
}

function allow(core: Core, requestor: User, a: Attributes): void {
  const { allowed, reason } = authorize(core, requestor, a);
  if (!allowed) throw refusal(requestor, a, reason);
}
