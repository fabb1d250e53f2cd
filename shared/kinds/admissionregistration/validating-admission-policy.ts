/** ValidatingAdmissionPolicy. */
import { defineKind } from '../definition.ts';
import type { ValidatingAdmissionPolicy } from '../types.ts';

export const validatingAdmissionPolicies = defineKind<ValidatingAdmissionPolicy>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', plural: 'validatingadmissionpolicies', categories: ['api-extensions'], namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
