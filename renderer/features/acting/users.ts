/** Whom one might act as: the users and service accounts that the design knows. */
import type { ActingUser } from '#shared/ipc/access.ts';
import type { ClusterRoleBinding, RoleBinding, ServiceAccount } from '#shared/kinds/types.ts';

/** The user that a service account is to the API, with its groups. Source: apiserver's serviceaccount.UserInfo. */
export function serviceAccountUser(namespace: string, name: string): ActingUser {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/** A user by name, with the groups it is said to be in: Kubernetes itself keeps no list of users. */
export function namedUser(user: string, groups: readonly string[] = []): ActingUser {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  if (account) return serviceAccountUser(account[1] as string, account[2] as string);
  return { user, groups: [...groups.filter((g) => g !== 'system:authenticated'), 'system:authenticated'] };
}

/** Users named in bindings, then service accounts that people made, each once and in order. */
export function knownUsers(
  bindings: readonly (RoleBinding | ClusterRoleBinding)[],
  accounts: readonly ServiceAccount[],
): readonly ActingUser[] {
  const named = bindings
    .flatMap((b) => b.subjects ?? [])
    .filter((s) => s.kind === 'User' && !s.name.startsWith('system:'))
    .map((s) => s.name);
  const made = accounts.filter((a) => a.metadata.name !== 'default' && !a.metadata.namespace?.startsWith('kube-'));
  return [
    ...[...new Set(named)].sort().map((n) => namedUser(n)),
    ...made.map((a) => serviceAccountUser(a.metadata.namespace ?? '', a.metadata.name)).sort((a, b) => (a.user < b.user ? -1 : 1)),
  ];
}

/** A user as the top bar says it: 'ci', 'shop/web' for a service account. */
export function shortName(u: ActingUser): string {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(u.user);
  return account ? `${account[1]}/${account[2]}` : u.user;
}
