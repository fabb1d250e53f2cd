/** ServiceCIDR. */
import { defineKind } from '../definition.ts';
import type { ServiceCIDR } from '../types.ts';

export const serviceCIDRs = defineKind<ServiceCIDR>({
  apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', plural: 'servicecidrs', namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
