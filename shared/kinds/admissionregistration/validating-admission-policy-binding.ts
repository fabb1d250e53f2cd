/** ValidatingAdmissionPolicyBinding. */
import { defineKind } from '../definition.ts';
import type { ValidatingAdmissionPolicyBinding } from '../types.ts';

export const validatingAdmissionPolicyBindings = defineKind<ValidatingAdmissionPolicyBinding>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', plural: 'validatingadmissionpolicybindings', categories: ['api-extensions'], namespaced: false,
});
