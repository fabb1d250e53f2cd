/** What a rule of a schema may say. Source: apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema. */
import { internal, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { fieldPath } from './field-names.ts';
import { compiledRules, NO_TYPE } from './rule-compilation.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const BREAK = /[\n\r]/;

/** The form of a rule. */
export function validateRuleForm(r: ValidationRule, s: JSONSchemaProps, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const rule = (r.rule ?? '').trim();
  const message = (r.message ?? '').trim();
  if (!rule) errors.push(required(`${path}.rule`, 'rule is not specified'));
  else if (r.message && !message) errors.push(invalid(`${path}.message`, r.message, 'must be non-empty if specified'));
  else if (BREAK.test(message)) errors.push(invalid(`${path}.message`, r.message, 'must not contain line breaks'));
  else if (BREAK.test(rule) && !message) errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (r.messageExpression && !r.messageExpression.trim())
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (r.reason !== undefined && !REASONS.includes(r.reason)) errors.push(notSupported(`${path}.reason`, r.reason, REASONS));
  if (!r.fieldPath) return errors;
  if (!r.fieldPath.trim()) errors.push(invalid(`${path}.fieldPath`, r.fieldPath, 'must be non-empty if specified'));
  if (BREAK.test(r.fieldPath)) errors.push(invalid(`${path}.fieldPath`, r.fieldPath, 'must not contain line breaks'));
  return 'wrong' in fieldPath(r.fieldPath, s) ? [...errors, invalid(`${path}.fieldPath`, r.fieldPath, 'must be a valid path')] : errors;
}

/** What the rules of a sound schema mean: whether they compile, and speak of what was only where that is known. */
export function validateRuleMeaning(
  s: JSONSchemaProps,
  root: boolean,
  path: string,
  uncorrelatable: string | undefined,
): readonly FieldError[] {
  const rules = compiledRules(s, root);
  if (!rules) return [internal(path, `internal error: ${NO_TYPE}`)];
  return rules.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const r = c.rule;
    return [
      ...(c.error === undefined ? [] : [invalid(`${at}.rule`, shownRule(r), c.error)]),
      ...(c.messageError === undefined ? [] : [invalid(`${at}.messageExpression`, shownRule(r), c.messageError)]),
      ...(c.usesOldSelf
        ? uncorrelatable === undefined
          ? []
          : [invalid(`${at}.rule`, r.rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`)]
        : r.optionalOldSelf === undefined
          ? []
          : [invalid(`${at}.optionalOldSelf`, r.optionalOldSelf, 'may not be set if oldSelf is not used in rule')]),
    ];
  });
}

/** A rule as Go shows it. */
const shownRule = (r: ValidationRule) => ({
  Rule: r.rule ?? '',
  Message: r.message ?? '',
  MessageExpression: r.messageExpression ?? '',
  Reason: r.reason ?? null,
  FieldPath: r.fieldPath ?? '',
  OptionalOldSelf: r.optionalOldSelf ?? null,
});
