/** What a selector of nodes may say: in pod affinity, in a volume's. Source: core/validation ValidateNodeSelector. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import { validateRequirement } from '../../api/selector-validation.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../generated/types.ts';

/** `allowInvalidLabelValue`: what is stored already, or only preferred, may have values that are no labels. */
export function validateNodeSelector(s: NodeSelector, path: string, allowInvalidLabelValue = false): readonly FieldError[] {
  if (!s.nodeSelectorTerms?.length) return [required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term')];
  return s.nodeSelectorTerms.flatMap((t, i) => validateNodeSelectorTerm(t, `${path}.nodeSelectorTerms[${i}]`, allowInvalidLabelValue));
}

export function validateNodeSelectorTerm(t: NodeSelectorTerm, path: string, allowInvalidLabelValue = false): readonly FieldError[] {
  return [
    ...(t.matchExpressions ?? []).flatMap((r, i) =>
      validateRequirement(r, `${path}.matchExpressions[${i}]`, { allowInvalidLabelValue, comparisons: true }),
    ),
    ...(t.matchFields ?? []).flatMap((r, i) => validateFieldRequirement(r, `${path}.matchFields[${i}]`)),
  ];
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
