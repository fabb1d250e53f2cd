/** ValidatingAdmissionPolicyBinding. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { defineKind } from '../definition.ts';
import type { ValidatingAdmissionPolicyBinding } from '../types.ts';
import { bindingColumns, validateBinding, withBindingDefaults } from './policies.ts';

export const validatingAdmissionPolicyBindings = defineKind<ValidatingAdmissionPolicyBinding>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  default(o) {
    const spec = withBindingDefaults(o.spec);
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  validate,
  validateUpdate: validate,
  columns: bindingColumns<ValidatingAdmissionPolicyBinding>('ValidatingAdmissionPolicyBinding'),
});

const ACTIONS = ['Audit', 'Deny', 'Warn'];

function validate({ spec }: ValidatingAdmissionPolicyBinding): readonly FieldError[] {
  const actions = spec.validationActions ?? [];
  const path = 'spec.validationActions';
  return [
    ...validateBinding(spec),
    ...actions.flatMap((a, i) => [
      ...(ACTIONS.includes(a) ? [] : [notSupported(`${path}[${i}]`, a, ACTIONS)]),
      ...(actions.indexOf(a) < i ? [duplicate(`${path}[${i}]`, a)] : []),
    ]),
    ...(actions.includes('Deny') && actions.includes('Warn')
      ? [
          invalid(
            path,
            actions,
            'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
          ),
        ]
      : []),
    ...(actions.length ? [] : [required(path, 'at least one validation action is required')]),
  ];
}
