/** MutatingAdmissionPolicy. Its expressions are kept, not run. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { defineKind } from '../definition.ts';
import type { MutatingAdmissionPolicySpec } from '../generated/types.ts';
import type { MutatingAdmissionPolicy } from '../types.ts';
import { policyColumns, validatePolicy, validateVariables, withPolicyDefaults } from './policies.ts';

export const mutatingAdmissionPolicies = defineKind<MutatingAdmissionPolicy>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  default(o) {
    const spec = withPolicyDefaults(o.spec);
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  validate: (o) => validate(o.spec),
  validateUpdate: (next) => validate(next.spec),
  columns: policyColumns<MutatingAdmissionPolicy>(
    'Mutations',
    'Mutations indicates the number of mutations rules defined in this configuration',
    (o) => o.spec.mutations?.length ?? 0,
  ),
});

const REINVOCATIONS = ['Never', 'IfNeeded'];
const PATCHES = ['ApplyConfiguration', 'JSONPatch'];

function validate(s: MutatingAdmissionPolicySpec): readonly FieldError[] {
  const { mutations = [], reinvocationPolicy: again } = s;
  return [
    ...validatePolicy(s),
    ...validateVariables(s.variables, 'spec.variables', s.paramKind !== undefined).errors,
    ...(mutations.length ? [] : [required('spec.mutations', 'mutations must contain at least one item')]),
    ...mutations.flatMap((m, i) =>
      !m.patchType
        ? [required(`spec.mutations[${i}].patchType`)]
        : PATCHES.includes(m.patchType)
          ? []
          : [notSupported(`spec.mutations[${i}].patchType`, m.patchType, PATCHES)],
    ),
    ...(!again
      ? [required('spec.reinvocationPolicy')]
      : REINVOCATIONS.includes(again)
        ? []
        : [notSupported('spec.reinvocationPolicy', again, REINVOCATIONS)]),
  ];
}
