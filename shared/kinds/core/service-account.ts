/** ServiceAccount. */
import { defineKind } from '../definition.ts';
import type { ServiceAccount } from '../types.ts';

export const serviceAccounts = defineKind<ServiceAccount>({
  apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'], namespaced: true,
  subresources: [
    { name: 'token', kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', verbs: ['create'] },
  ],
});
