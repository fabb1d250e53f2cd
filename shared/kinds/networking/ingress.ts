/** Ingress. */
import { defineKind } from '../definition.ts';
import type { Ingress } from '../types.ts';

export const ingresses = defineKind<Ingress>({
  apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses', shortNames: ['ing'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
