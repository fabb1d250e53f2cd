import { expect, test } from 'vitest';
import type { RoleBinding, ServiceAccount } from '#shared/kinds/types.ts';
import { knownUsers, namedUser, shortName } from './users.ts';

const binding = (...subjects: object[]) => ({ subjects }) as unknown as RoleBinding;
const account = (namespace: string, name: string) => ({ metadata: { namespace, name } }) as unknown as ServiceAccount;

test('users of bindings and service accounts are offered, those that Kubernetes has for itself are not', () => {
  const bindings = [
    binding({ kind: 'User', name: 'zoe' }, { kind: 'Group', name: 'devs' }),
    binding({ kind: 'User', name: 'ann' }, { kind: 'User', name: 'zoe' }, { kind: 'User', name: 'system:kube-scheduler' }),
  ];
  const users = knownUsers(bindings, [account('shop', 'default'), account('shop', 'web'), account('kube-system', 'coredns')]);
  expect(users.map(shortName)).toEqual(['ann', 'zoe', 'shop/web']);
});

test('a service account is in the groups Kubernetes puts it in; anybody else is authenticated', () => {
  expect(namedUser('system:serviceaccount:shop:web').groups).toEqual([
    'system:serviceaccounts',
    'system:serviceaccounts:shop',
    'system:authenticated',
  ]);
  expect(namedUser('ann', ['devs'])).toEqual({ user: 'ann', groups: ['devs', 'system:authenticated'] });
});
