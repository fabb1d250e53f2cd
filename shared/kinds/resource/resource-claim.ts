/** ResourceClaim. */
import { defineKind } from '../definition.ts';
import type { ResourceClaim } from '../types.ts';

export const resourceClaims = defineKind<ResourceClaim>({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', plural: 'resourceclaims', namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
