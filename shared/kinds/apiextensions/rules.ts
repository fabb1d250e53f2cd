/**
 * The rules of a custom resource's schema (x-kubernetes-validations). Rules that use what shared/cel does not know are let
 * pass: nothing is refused that Kubernetes would accept. Source: apiextensions' apiserver/schema/cel validation.go.
 */
import { duplicate, forbiddenField, invalid, invalidState, required, type FieldError } from '../../api/errors.ts';
import { equal, isObject, memoByIdentity, type JsonObject } from '../../api/json.ts';
import { evaluate, type Scope } from '../../cel/evaluate.ts';
import { mentions, parseExpression, UnsupportedExpression, type Expression } from '../../cel/syntax.ts';
import { EvaluationError, ListValue, MapValue, type Key, type Value } from '../../cel/value.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { itemSchema, propertySchema, valueSchema } from './structural-pruning.ts';

/** Whether a schema has rules anywhere. */
export const hasRules = memoByIdentity((s: JSONSchemaProps): boolean => {
  const parts = [itemSchema(s), valueSchema(s), ...Object.values(s.properties ?? {}), ...(s.allOf ?? [])];
  return (s['x-kubernetes-validations']?.length ?? 0) > 0 || parts.some((p) => p !== undefined && hasRules(p));
});

/** Checks an object by the rules of its schema; `errors` are those found before, some of which leave rules unchecked. */
export function validateRules(o: unknown, s: JSONSchemaProps, old: unknown, errors: readonly FieldError[]): readonly FieldError[] {
  if (!hasRules(s)) return [];
  if (errors.some((e) => BLOCKING.has(e.reason))) return [invalid('<nil>', null, 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation')];
  return check(o, s, old, '', true);
}

const BLOCKING: ReadonlySet<FieldError['reason']> = new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);

const join = (path: string, field: string) => (path ? `${path}.${field}` : field);

function check(x: unknown, s: JSONSchemaProps, old: unknown, path: string, root: boolean): readonly FieldError[] {
  if (x === null || x === undefined || !hasRules(s)) return [];
  const errors = (s['x-kubernetes-validations'] ?? []).flatMap((r) => applied(r, x, s, old, path, root));
  for (const part of s.allOf ?? []) errors.push(...check(x, part, old, path, false));
  if (Array.isArray(x)) {
    const items = itemSchema(s), keys = s['x-kubernetes-list-type'] === 'map' ? s['x-kubernetes-list-map-keys'] ?? [] : [];
    const before = (v: unknown) => (keys.length && Array.isArray(old) && isObject(v) ? (old as readonly unknown[]).find((b) => isObject(b) && keys.every((k) => equal(b[k], v[k]))) : undefined);
    if (items) x.forEach((v, i) => { errors.push(...check(v, items, before(v), `${path}[${i}]`, false)); });
  } else if (isObject(x)) {
    for (const k of Object.keys(x)) {
      const was = isObject(old) && Object.hasOwn(old, k) ? old[k] : undefined, property = propertySchema(s, k), values = property ? undefined : valueSchema(s);
      if (property) errors.push(...check(x[k], property, was, join(path, k), false));
      else if (values) errors.push(...check(x[k], values, was, `${path}[${k}]`, false));
    }
  }
  return errors;
}

/** An expression made ready; undefined where it is not known. */
const parsed = new Map<string, Expression | undefined>();
const MOST_PARSED = 1000;

function expressionOf(text: string): Expression | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  let e: Expression | undefined;
  try { e = parseExpression(text); } catch (x) { if (!(x instanceof UnsupportedExpression)) throw x; }
  parsed.set(text, e);
  return e;
}

function applied(r: ValidationRule, x: unknown, s: JSONSchemaProps, old: unknown, path: string, root: boolean): FieldError[] {
  const e = expressionOf(r.rule), field = path || '<nil>';
  if (!e) return [];
  const transition = mentions(e, 'oldSelf');
  if (transition && (old === undefined || old === null || r.optionalOldSelf)) return [];
  if (!transition && old !== undefined && equal(x, old)) return []; // what has not changed is let pass
  try {
    const scope = scopeOf(x, s, transition ? old : undefined, root);
    if (evaluate(e, scope) === true) return [];
    return [refusal(r, x, s, join(path, r.fieldPath?.replace(/^\./, '') ?? '').replace(/\.$/, '') || '<nil>', messageOf(r, scope))];
  } catch (error) {
    if (error instanceof UnsupportedExpression) return [];
    if (!(error instanceof EvaluationError)) throw error;
    const told = error.message.startsWith('no such overload') ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${textOf(r)}` : `${error.message} evaluating rule: ${textOf(r)}`;
    return [invalid(field, s.type ?? '', told)];
  }
}

function refusal(r: ValidationRule, x: unknown, s: JSONSchemaProps, field: string, detail: string): FieldError {
  const whole = s.type === 'object' || s.type === 'array';
  switch (r.reason) {
    case 'FieldValueForbidden': return forbiddenField(field, detail);
    case 'FieldValueRequired': return required(field, detail);
    case 'FieldValueDuplicate': return whole ? { reason: 'FieldValueDuplicate', field, detail: 'Duplicate value' } : duplicate(field, x);
    default: return whole ? invalidState(field, detail) : invalid(field, x, detail);
  }
}

/** The rule as errors call it. */
const textOf = (r: ValidationRule): string => (r.message || r.rule).trim();

function messageOf(r: ValidationRule, scope: Scope): string {
  const usual = r.message ? r.message.trim() : `failed rule: ${textOf(r)}`, e = r.messageExpression ? expressionOf(r.messageExpression) : undefined;
  if (!e) return usual;
  try {
    const text = evaluate(e, scope);
    return typeof text === 'string' && text.trim() && !text.includes('\n') ? text.trim() : usual;
  } catch (error) {
    if (error instanceof UnsupportedExpression || error instanceof EvaluationError) return usual;
    throw error;
  }
}

function scopeOf(x: unknown, s: JSONSchemaProps, old: unknown, root: boolean): Scope {
  return new Map([['self', valueOf(x, s, root)], ...(old === undefined ? [] : [['oldSelf', valueOf(old, s, root)] as const])]);
}

/** Texts that rules see as something else than text. */
const TYPED_FORMATS: ReadonlySet<string> = new Set(['date-time', 'datetime', 'date', 'duration', 'byte']);

/** A JSON value as rules see it: numbers by the schema's type, fields that are specified. */
function valueOf(x: unknown, s: JSONSchemaProps | undefined, root = false): Value {
  if (x === null || typeof x === 'boolean') return x;
  if (typeof x === 'string') { if (s?.format && TYPED_FORMATS.has(s.format)) throw new UnsupportedExpression(`format ${s.format}`); return x; }
  if (typeof x === 'number') return s?.type === 'number' || !Number.isSafeInteger(x) ? x : BigInt(x);
  if (Array.isArray(x)) return new ListValue(x.map((v) => valueOf(v, s && itemSchema(s))), s?.['x-kubernetes-list-type'] ?? 'atomic');
  return new LazyMap(x as JsonObject, (k) => (root && k === 'metadata' ? METADATA : s ? propertySchema(s, k) ?? valueSchema(s) : undefined));
}

const METADATA: JSONSchemaProps = { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } };

/** A map whose values are looked at when they are asked for: a rule seldom needs all of an object. */
class LazyMap extends MapValue {
  constructor(x: JsonObject, schemaOf: (key: string) => JSONSchemaProps | undefined) {
    const keys = Object.keys(x), seen = new Map<string, Value>();
    const get = (k: Key): Value | undefined => {
      if (typeof k !== 'string' || !Object.hasOwn(x, k)) return undefined;
      const known = seen.get(k);
      if (known !== undefined) return known;
      const v = valueOf(x[k], schemaOf(k));
      seen.set(k, v);
      return v;
    };
    super({ size: keys.length, get, has: (k) => typeof k === 'string' && Object.hasOwn(x, k), keys: () => keys });
  }
}
