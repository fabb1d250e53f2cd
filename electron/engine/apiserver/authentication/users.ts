/** Users and groups that Kubernetes knows by name. Source: apiserver's authentication/user and authentication/serviceaccount. */
import type { User } from '../context.ts';

const PREFIX = 'system:serviceaccount:';

/** The groups that everybody is in who is known, and who is not. */
export const AUTHENTICATED = 'system:authenticated';
export const UNAUTHENTICATED = 'system:unauthenticated';

/** 'system:serviceaccount:shop:default'. */
export function serviceAccountUsername(namespace: string, name: string): string {
  return `${PREFIX}${namespace}:${name}`;
}

/** The groups of a service account, beside system:authenticated. */
export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** The namespace and name in a user name that is a service account's. */
export function serviceAccountOf(username: string): { readonly namespace: string; readonly name: string } | undefined {
  const [namespace, name, ...rest] = username.startsWith(PREFIX) ? username.slice(PREFIX.length).split(':') : [];
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}

/** A user as the authenticated requests carry it: everybody who is known is in system:authenticated. */
export function authenticated(user: User): User {
  return user.groups.includes(AUTHENTICATED) || user.groups.includes(UNAUTHENTICATED)
    ? user
    : { ...user, groups: [...user.groups, AUTHENTICATED] };
}

/** Who asks when nobody says who: the anonymous user. */
export const ANONYMOUS: User = Object.freeze({ name: 'system:anonymous', groups: Object.freeze([UNAUTHENTICATED]) });
