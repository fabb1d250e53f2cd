/** What a selector of nodes may say: in pod affinity, in a volume's. Source: core/validation ValidateNodeSelector. */
import { forbiddenField, invalid, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain, isValidLabelValue } from '../../api/names.ts';
import { validateLabelName } from '../../api/selector-validation.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../generated/types.ts';

/** `allowInvalidLabelValue`: what is stored already, or only preferred, may have values that are no labels. */
export function validateNodeSelector(s: NodeSelector, path: string, allowInvalidLabelValue = false): readonly FieldError[] {
  if (!s.nodeSelectorTerms?.length) return [required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term')];
  return s.nodeSelectorTerms.flatMap((t, i) => validateNodeSelectorTerm(t, `${path}.nodeSelectorTerms[${i}]`, allowInvalidLabelValue));
}

export function validateNodeSelectorTerm(t: NodeSelectorTerm, path: string, allowInvalidLabelValue = false): readonly FieldError[] {
  return [
    ...(t.matchExpressions ?? []).flatMap((r, i) => validateRequirement(r, `${path}.matchExpressions[${i}]`, allowInvalidLabelValue)),
    ...(t.matchFields ?? []).flatMap((r, i) => validateFieldRequirement(r, `${path}.matchFields[${i}]`)),
  ];
}

function validateRequirement(r: NodeSelectorRequirement, path: string, allowInvalidLabelValue: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  const values = r.values ?? [];
  switch (r.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length)
        errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      errors.push(invalid(`${path}.operator`, r.operator, 'not a valid selector operator'));
  }
  errors.push(...validateLabelName(r.key, `${path}.key`));
  if (!allowInvalidLabelValue)
    values.forEach((v, i) => errors.push(...isValidLabelValue(v).map((m) => invalid(`${path}.values[${i}]`, v, m))));
  return errors;
}

function validateFieldRequirement(r: NodeSelectorRequirement, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const values = r.values ?? [];
  if (r.operator !== 'In' && r.operator !== 'NotIn') errors.push(invalid(`${path}.operator`, r.operator, 'not a valid selector operator'));
  else if (values.length !== 1)
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  if (r.key !== 'metadata.name') errors.push(invalid(`${path}.key`, r.key, 'not a valid field selector key'));
  else values.forEach((v, i) => errors.push(...isDNS1123Subdomain(v).map((m) => invalid(`${path}.values[${i}]`, v, m))));
  return errors;
}
