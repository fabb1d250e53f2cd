/** ResourceQuota. */
import { defineKind } from '../definition.ts';
import type { ResourceQuota } from '../types.ts';

export const resourceQuotas = defineKind<ResourceQuota>({
  apiVersion: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', shortNames: ['quota'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
