/** Every namespace has an account that pods run as unless they say otherwise. Source: pkg/controller/serviceaccount. */
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { serviceAccounts } from '#shared/kinds/core/service-account.ts';
import { DEFAULT_ACCOUNT } from '../apiserver/admission/service-account.ts';
import type { Controller } from './controller.ts';
import { forEach } from './watch-rules.ts';

export function serviceAccountController(): Controller {
  return {
    name: 'service-account-controller',
    watches: [
      forEach(namespaces),
      {
        resource: 'core/serviceaccounts',
        keys: ({ ref, after }) => (after || ref.name !== DEFAULT_ACCOUNT ? [] : [localKey('', ref.namespace)]),
      },
    ],
    reconcile(key, client) {
      const { name } = splitLocalKey(key);
      if (client.get(namespaces, '', name)?.status.phase !== 'Active' || client.get(serviceAccounts, name, DEFAULT_ACCOUNT)) return;
      client.create(serviceAccounts, name, { metadata: { name: DEFAULT_ACCOUNT } });
    },
  };
}
