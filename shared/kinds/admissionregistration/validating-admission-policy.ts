/** ValidatingAdmissionPolicy. Its expressions are kept, not run. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import type { ValidatingAdmissionPolicySpec } from '../generated/types.ts';
import type { ValidatingAdmissionPolicy } from '../types.ts';
import { policyColumns, validatePolicy, withPolicyDefaults } from './policies.ts';

export const validatingAdmissionPolicies = defineKind<ValidatingAdmissionPolicy>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', plural: 'validatingadmissionpolicies', categories: ['api-extensions'], namespaced: false, generation: true, unconditionalUpdate: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  statusKeeps: STATUS_METADATA,
  default(o) {
    const spec = withPolicyDefaults(o.spec);
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validate(o.spec),
  validateUpdate: (next) => validate(next.spec),
  columns: policyColumns<ValidatingAdmissionPolicy>('Validations', 'Validations indicates the number of validation rules defined in this configuration', (o) => o.spec.validations?.length ?? 0),
});

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'];

function validate(s: ValidatingAdmissionPolicySpec): readonly FieldError[] {
  const { validations = [], auditAnnotations = [] } = s;
  return [
    ...validatePolicy(s),
    ...(validations.length || auditAnnotations.length ? [] : [required('spec.validations', 'validations or auditAnnotations must contain at least one item')]),
    ...validations.flatMap((v, i) => [
      ...(v.expression.trim() ? [] : [required(`spec.validations[${i}].expression`, 'expression is not specified')]),
      ...(v.reason === undefined || REASONS.includes(v.reason) ? [] : [notSupported(`spec.validations[${i}].reason`, v.reason, REASONS)]),
    ]),
  ];
}
