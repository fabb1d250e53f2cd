/** IngressClass. */
import { defineKind } from '../definition.ts';
import type { IngressClass } from '../types.ts';

export const ingressClasses = defineKind<IngressClass>({
  apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', plural: 'ingressclasses', namespaced: false,
});
