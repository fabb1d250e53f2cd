/** MutatingAdmissionPolicyBinding. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { equal } from '../../api/json.ts';
import { defineKind } from '../definition.ts';
import type { MutatingAdmissionPolicyBinding } from '../types.ts';
import { bindingColumns, validateBinding, withBindingDefaults } from './policies.ts';

export const mutatingAdmissionPolicyBindings = defineKind<MutatingAdmissionPolicyBinding>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  default(o) {
    const spec = withBindingDefaults(o.spec);
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  validate: (o) => validateBinding(o.spec),
  validateUpdate: (next) => validateBinding(next.spec),
  columns: bindingColumns<MutatingAdmissionPolicyBinding>('MutatingAdmissionPolicyBinding'),
});
