/** ValidatingAdmissionPolicy. Its expressions are read, not run. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { byteLength, isQualifiedName } from '../../api/names.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import type { AuditAnnotation, Validation } from '../generated/types.ts';
import type { ValidatingAdmissionPolicy } from '../types.ts';
import { TEXT, TEXT_OR_NULL, TRUTH, type Sight } from './expressions.ts';
import { validateExpression } from './matching.ts';
import { policyColumns, validatePolicy, validateVariables, withPolicyDefaults } from './policies.ts';

export const validatingAdmissionPolicies = defineKind<ValidatingAdmissionPolicy>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  default(o) {
    const spec = withPolicyDefaults(o.spec);
    return equal(spec, o.spec) ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate,
  validateUpdate: validate,
  columns: policyColumns<ValidatingAdmissionPolicy>(
    'Validations',
    'Validations indicates the number of validation rules defined in this configuration',
    (o) => o.spec.validations?.length ?? 0,
  ),
});

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MOST_ANNOTATIONS = 20;
const MOST_BYTES = 5 * 1024;

function validate({ metadata, spec: s }: ValidatingAdmissionPolicy): readonly FieldError[] {
  const { validations = [], auditAnnotations = [] } = s;
  const params = s.paramKind !== undefined;
  const { errors, types } = validateVariables(s.variables, 'spec.variables', params);
  const sight: Sight = { params, ...(types ? { variables: types } : {}) };
  const none = (field: string) => required(`spec.${field}`, 'validations or auditAnnotations must contain at least one item');
  return [
    ...validatePolicy(s),
    ...errors,
    ...(validations.length || auditAnnotations.length ? [] : [none('validations'), none('auditAnnotations')]),
    ...validations.flatMap((v, i) => validateValidation(v, `spec.validations[${i}]`, sight)),
    ...validateAnnotations(auditAnnotations, metadata.name, 'spec.auditAnnotations', sight),
  ];
}

function validateValidation(
  { expression, message = '', messageExpression = '', reason }: Validation,
  path: string,
  sight: Sight,
): readonly FieldError[] {
  const blank = (text: string) => text !== '' && !text.trim();
  return [
    ...validateExpression(expression, `${path}.expression`, { ...sight, authorizer: true }, TRUTH, 'expression is not specified'),
    ...(blank(messageExpression)
      ? [invalid(`${path}.messageExpression`, messageExpression, 'must be non-empty if specified')]
      : messageExpression
        ? validateExpression(messageExpression, `${path}.messageExpression`, sight, TEXT, '')
        : []),
    ...(blank(message)
      ? [invalid(`${path}.message`, message, 'message must be non-empty if specified')]
      : /[\n\r]/.test(message.trim())
        ? [invalid(`${path}.message`, message, 'message must not contain line breaks')]
        : []),
    ...(reason === undefined || REASONS.includes(reason) ? [] : [notSupported(`${path}.reason`, reason, REASONS)]),
  ];
}

function validateAnnotations(list: readonly AuditAnnotation[], policy: string, path: string, sight: Sight): readonly FieldError[] {
  const keys = list.map((a) => a.key);
  const many = list.length > MOST_ANNOTATIONS ? [invalid(path, list, `must not have more than ${MOST_ANNOTATIONS} auditAnnotations`)] : [];
  return [
    ...many,
    ...list.flatMap(({ key, valueExpression }, i) => {
      const at = `${path}[${i}]`;
      const value = `${at}.valueExpression`;
      const text = valueExpression.trim();
      return [
        ...isQualifiedName(`${policy}/${key}`).map((m) => invalid(`${at}.key`, `${policy}/${key}`, m)),
        ...(byteLength(text) > MOST_BYTES
          ? [required(value, `must not exceed ${MOST_BYTES} bytes in length`)]
          : validateExpression(
              text,
              value,
              { ...sight, authorizer: true },
              TEXT_OR_NULL,
              'valueExpression is not specified',
              valueExpression,
            )),
        ...(keys.indexOf(key) < i ? [duplicate(`${at}.key`, key)] : []),
      ];
    }),
  ];
}
