/** MutatingAdmissionPolicyBinding. */
import { defineKind } from '../definition.ts';
import type { MutatingAdmissionPolicyBinding } from '../types.ts';

export const mutatingAdmissionPolicyBindings = defineKind<MutatingAdmissionPolicyBinding>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicyBinding', plural: 'mutatingadmissionpolicybindings', categories: ['api-extensions'], namespaced: false,
});
