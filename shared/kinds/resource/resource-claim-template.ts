/** ResourceClaimTemplate. */
import { defineKind } from '../definition.ts';
import type { ResourceClaimTemplate } from '../types.ts';

export const resourceClaimTemplates = defineKind<ResourceClaimTemplate>({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', plural: 'resourceclaimtemplates', namespaced: true,
});
