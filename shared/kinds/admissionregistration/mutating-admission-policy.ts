/** MutatingAdmissionPolicy. */
import { defineKind } from '../definition.ts';
import type { MutatingAdmissionPolicy } from '../types.ts';

export const mutatingAdmissionPolicies = defineKind<MutatingAdmissionPolicy>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicy', plural: 'mutatingadmissionpolicies', categories: ['api-extensions'], namespaced: false,
});
