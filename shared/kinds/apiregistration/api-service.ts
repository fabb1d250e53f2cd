/** APIService. */
import { defineKind } from '../definition.ts';
import type { APIService } from '../types.ts';

export const apiServices = defineKind<APIService>({
  apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', plural: 'apiservices', categories: ['api-extensions'], namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
