/**
 * Holds a custom resource to the rules of its schema (x-kubernetes-validations). What shared/cel does not know (named time
 * zones) is let pass. Source: apiextensions' apiserver/schema/cel validation.go.
 */
import { duplicate, forbiddenField, invalid, invalidState, required, type FieldError } from '../../api/errors.ts';
import { equal, isObject, memoByIdentity } from '../../api/json.ts';
import { evaluate, type Scope } from '../../cel/evaluate.ts';
import { EvaluationError, NONE, OptionalValue, UnsupportedExpression, type Value } from '../../cel/value.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { compiledRules, type CompiledRule } from './rule-compilation.ts';
import { withMetadata } from './rule-types.ts';
import { ruleValue } from './rule-values.ts';
import { counterpart, itemSchema, propertySchema, valueSchema } from './structural-pruning.ts';

/** Whether a schema has rules anywhere. */
const hasRules = memoByIdentity((s: JSONSchemaProps): boolean => {
  const parts = [itemSchema(s), valueSchema(s), ...Object.values(s.properties ?? {})];
  return (s['x-kubernetes-validations']?.length ?? 0) > 0 || parts.some((p) => p !== undefined && hasRules(p));
});

/** Checks an object by the rules of its schema; `errors` are those found before, some of which leave rules unchecked. */
export function validateRules(
  o: unknown,
  s: JSONSchemaProps,
  old: unknown,
  errors: readonly FieldError[],
  root = true,
): readonly FieldError[] {
  if (!hasRules(s)) return [];
  if (errors.some((e) => BLOCKING.has(e.reason)))
    return [
      invalid(
        '<nil>',
        null,
        'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
      ),
    ];
  return check(o, s, old, { path: '', root, unchanged: false });
}

const BLOCKING: ReadonlySet<FieldError['reason']> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const join = (path: string, field: string) => (path ? `${path}.${field}` : field);

/** Where a value stands. `unchanged`: it is part of something that is as it was, so nothing new is said of it. */
interface Place {
  readonly path: string;
  readonly root: boolean;
  readonly unchanged: boolean;
}

function check(x: unknown, s: JSONSchemaProps, old: unknown, at: Place): readonly FieldError[] {
  if (x === null || x === undefined || !hasRules(s)) return [];
  const unchanged = at.unchanged || (old !== undefined && equal(x, old));
  const errors = s['x-kubernetes-validations']?.length ? applied(x, s, old, { ...at, unchanged }) : [];
  const inside = (part: JSONSchemaProps, path: string, more: Partial<Place> = {}): Place => ({
    path,
    root: part['x-kubernetes-embedded-resource'] === true,
    unchanged,
    ...more,
  });
  if (Array.isArray(x)) {
    const items = itemSchema(s);
    if (items)
      x.forEach((v, i) => {
        errors.push(...check(v, items, counterpart(old, v, s), inside(items, `${at.path}[${i}]`)));
      });
  } else if (isObject(x)) {
    for (const k of Object.keys(x)) {
      const was = isObject(old) && Object.hasOwn(old, k) ? old[k] : undefined;
      const property = propertySchema(s, k);
      const values = property ? undefined : valueSchema(s);
      if (property) errors.push(...check(x[k], property, was, inside(property, join(at.path, k))));
      else if (values) errors.push(...check(x[k], values, was, inside(values, `${at.path}[${k}]`)));
    }
  }
  return errors;
}

/** What the rules of one schema say of one value. */
function applied(x: unknown, s: JSONSchemaProps, old: unknown, at: Place): FieldError[] {
  const rules = compiledRules(s, at.root) ?? [];
  const schema = at.root ? withMetadata(s) : s;
  const self = once(() => ruleValue(x, schema));
  const before = once(() => ruleValue(old, schema));
  const field = at.path || '<nil>';
  return rules.flatMap((r): FieldError[] => {
    if (r.error !== undefined) return [invalid(field, s.type ?? '', `rule compile error: ${r.error}`)];
    if (
      !r.expression ||
      (!r.usesOldSelf && at.unchanged) ||
      (r.usesOldSelf && (old === undefined || old === null) && !r.rule.optionalOldSelf)
    )
      return [];
    try {
      const scope = scopeOf(r, self, before, old);
      if (evaluate(r.expression.tree, scope, r.expression.chosen) === true) return [];
      return [refusal(r.rule, x, s, join(at.path, r.path).replace(/\.$/, '') || '<nil>', messageOf(r, scope))];
    } catch (error) {
      if (error instanceof UnsupportedExpression) return [];
      if (!(error instanceof EvaluationError)) throw error;
      return [
        invalid(
          field,
          s.type ?? '',
          error.message.startsWith('no such overload')
            ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${textOf(r.rule)}`
            : `${error.message} evaluating rule: ${textOf(r.rule)}`,
        ),
      ];
    }
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function scopeOf(r: CompiledRule, self: () => Value, before: () => Value, old: unknown): Scope {
  const scope = new Map<string, Value>([['self', self()]]);
  if (!r.usesOldSelf) return scope;
  const known = old !== undefined && old !== null;
  return r.rule.optionalOldSelf ? scope.set('oldSelf', known ? new OptionalValue(before()) : NONE) : scope.set('oldSelf', before());
}

function refusal(r: ValidationRule, x: unknown, s: JSONSchemaProps, field: string, detail: string): FieldError {
  const whole = s.type === 'object' || s.type === 'array';
  switch (r.reason) {
    case 'FieldValueForbidden':
      return forbiddenField(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return whole ? { reason: 'FieldValueDuplicate', field, detail: 'Duplicate value' } : duplicate(field, x);
    default:
      return whole ? invalidState(field, detail) : invalid(field, x, detail);
  }
}

/** The rule as errors call it. */
const textOf = (r: ValidationRule): string => (r.message || r.rule).trim();

const LONGEST = 5 * 1024;

function messageOf(r: CompiledRule, scope: Scope): string {
  const usual = r.rule.message ? r.rule.message.trim() : `failed rule: ${textOf(r.rule)}`;
  if (!r.message) return usual;
  try {
    const text = evaluate(r.message.tree, scope, r.message.chosen);
    const trimmed = typeof text === 'string' ? text.trim() : '';
    return trimmed && trimmed.length <= LONGEST && !trimmed.includes('\n') ? trimmed : usual;
  } catch (error) {
    if (error instanceof UnsupportedExpression || error instanceof EvaluationError) return usual;
    throw error;
  }
}
