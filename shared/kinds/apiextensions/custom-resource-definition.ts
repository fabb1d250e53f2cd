/** CustomResourceDefinition. */
import { defineKind } from '../definition.ts';
import type { CustomResourceDefinition } from '../types.ts';

export const customResourceDefinitions = defineKind<CustomResourceDefinition>({
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', shortNames: ['crd','crds'], categories: ['api-extensions'], namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
