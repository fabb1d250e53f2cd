/** NetworkPolicy. */
import { defineKind } from '../definition.ts';
import type { NetworkPolicy } from '../types.ts';

export const networkPolicies = defineKind<NetworkPolicy>({
  apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', plural: 'networkpolicies', shortNames: ['netpol'], namespaced: true,
});
