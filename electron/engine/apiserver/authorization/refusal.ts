/** What somebody is told who may not do something. Source: apiserver's handlers/responsewriters/errors.go. */
import { ApiError, forbidden, quoted } from '#shared/api/errors.ts';
import type { User } from '../context.ts';
import type { Attributes } from './attributes.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** 403 for a request that the authorizer did not allow, with the authorizer's reason where it gave one. */
export function refusal(user: User, a: Attributes, reason: string): ApiError {
  const denied = cannot(user, a).replace(/[&<>]/g, (c) => ESCAPES[c] as string);
  const why = reason ? `${denied}: ${reason}` : denied;
  return 'path' in a
    ? new ApiError('Forbidden', `forbidden: ${why}`, {})
    : forbidden({ group: a.group, plural: a.resource, kind: '' }, a.name, why);
}

function cannot(user: User, a: Attributes): string {
  if ('path' in a) return `User ${quoted(user.name)} cannot ${a.verb} path ${quoted(a.path)}`;
  const what = `User ${quoted(user.name)} cannot ${a.verb} resource ${quoted(a.subresource ? `${a.resource}/${a.subresource}` : a.resource)} in API group ${quoted(a.group)}`;
  return a.namespace ? `${what} in the namespace ${quoted(a.namespace)}` : `${what} at the cluster scope`;
}
