/** What a label selector of a spec may say. Source: apimachinery's apis/meta/v1/validation. */
import type { LabelSelector, LabelSelectorRequirement } from '../kinds/generated/types.ts';
import { forbiddenField, invalid, required, type FieldError } from './errors.ts';
import { isQualifiedName, isValidLabelValue } from './names.ts';

/** What is let pass because it was there before. */
export interface SelectorOptions {
  readonly allowInvalidLabelValue?: boolean;
  readonly allowUnknownOperator?: boolean;
  /** Values may also be compared as numbers: Gt and Lt. */
  readonly comparisons?: boolean;
}

export function validateLabelSelector(s: LabelSelector | undefined, path: string, options: SelectorOptions = {}): readonly FieldError[] {
  if (!s) return [];
  return [
    ...validateLabels(s.matchLabels, `${path}.matchLabels`),
    ...(s.matchExpressions ?? []).flatMap((e, i) => validateRequirement(e, `${path}.matchExpressions[${i}]`, options)),
  ];
}

/** What one requirement of a selector may say, of labels or of nodes. */
export function validateRequirement(r: LabelSelectorRequirement, path: string, options: SelectorOptions = {}): readonly FieldError[] {
  const errors: FieldError[] = [];
  const values = r.values ?? [];
  switch (r.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    case 'Gt':
    case 'Lt':
      if (!options.comparisons) errors.push(...unknownOperator(r, path, options));
      else if (values.length !== 1)
        errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      errors.push(...unknownOperator(r, path, options));
  }
  errors.push(...validateLabelName(r.key, `${path}.key`));
  if (!options.allowInvalidLabelValue)
    values.forEach((v, i) => errors.push(...isValidLabelValue(v).map((m) => invalid(`${path}.values[${i}]`, v, m))));
  return errors;
}

function unknownOperator(
  { operator }: LabelSelectorRequirement,
  path: string,
  { allowUnknownOperator }: SelectorOptions,
): readonly FieldError[] {
  return allowUnknownOperator ? [] : [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
}

export function validateLabelName(name: string, path: string): readonly FieldError[] {
  return isQualifiedName(name).map((m) => invalid(path, name, m));
}

/** Labels of an object or of a selector; all complaints are about the whole map. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [k, v] of Object.entries(labels ?? {})) {
    errors.push(...validateLabelName(k, path));
    for (const m of isValidLabelValue(v)) errors.push(invalid(path, v, m));
  }
  return errors;
}

/** Whether a selector that is stored already has values that are no labels: then its update may keep them. */
export function hasInvalidLabelValue(s: LabelSelector | undefined): boolean {
  return s?.matchExpressions?.some((e) => e.values?.some((v) => isValidLabelValue(v).length > 0)) ?? false;
}

/** Labels as messages show them: by key, null where there are none. */
export function shownLabels(labels: Readonly<Record<string, string>> | undefined): unknown {
  return labels
    ? Object.fromEntries(
        Object.keys(labels)
          .sort()
          .map((k) => [k, labels[k]]),
      )
    : null;
}

/** A selector as messages show it: fields in the type's order, labels by key. */
export function shownSelector(s: LabelSelector): unknown {
  return {
    ...(s.matchLabels && Object.keys(s.matchLabels).length ? { matchLabels: shownLabels(s.matchLabels) } : {}),
    ...(s.matchExpressions?.length
      ? {
          matchExpressions: s.matchExpressions.map((e) => ({
            key: e.key,
            operator: e.operator,
            ...(e.values?.length ? { values: e.values } : {}),
          })),
        }
      : {}),
  };
}
