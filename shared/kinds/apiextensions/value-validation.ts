/**
 * A value against an OpenAPI schema, with the validator's messages: 'spec.size in body should be less than or equal to 9'.
 * On an update what has not changed is let pass (ratcheting). Source: kube-openapi's validation/validate and errors,
 * apiextensions' apiserver/validation.
 */
import { RE2JS } from 're2js';
import { doubleOrInteger, doubleText } from '../../api/double-text.ts';
import { invalid, notSupported, quoted, required, tooLong, tooMany, typeInvalid, type FieldError } from '../../api/errors.ts';
import { equal, isObject, memoByIdentity, type JsonObject } from '../../api/json.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { hasFormat, isKnownFormat } from './schema-formats.ts';
import { counterpart, itemSchema, propertySchema, valueSchema } from './structural-pruning.ts';

/** Checks a value. `base` is the field under which it stands ('' for a whole object); `old` what it was before. */
export function validateValue(value: unknown, s: JSONSchemaProps, base = '', old?: unknown): readonly FieldError[] {
  const result: Result = { errors: [], matched: 0 };
  check(value, s, '', old, result);
  return result.errors.map((e) => at(e, base));
}

/** What is wrong, and how much was right: where one of several schemas must fit, the nearest tells why none does. */
interface Result {
  readonly errors: Finding[];
  matched: number;
}

/** An error with the path that the validator knows; undefined for one about how schemas combine, which has no field. */
interface Finding {
  readonly path: string | undefined;
  readonly error: (field: string) => FieldError;
}

function at({ path, error }: Finding, base: string): FieldError {
  const name = path?.replace(/^\./, '') ?? '';
  return error(path === undefined || name === '' ? base || '<nil>' : base ? `${base}.${name}` : name);
}

const schemaTypes = (s: JSONSchemaProps): readonly string[] =>
  s['x-kubernetes-int-or-string'] ? ['integer', 'string'] : s.type ? [s.type] : [];

/** The format of a schema, '' where it is not known for its type: it is not looked at then. */
const formatOf = (s: JSONSchemaProps): string =>
  s.format && isKnownFormat(s.format, s['x-kubernetes-int-or-string'] ? '' : (s.type ?? '')) ? s.format : '';

/** Whether Go reads a number as an integer: the largest cannot be told from the next here. */
const isInt64 = (n: number) => Number.isInteger(n) && Math.abs(n) <= 2 ** 63;

function typeOf(v: unknown): string {
  if (v === null || v === undefined) return 'null';
  if (Array.isArray(v)) return 'array';
  return typeof v === 'number' ? (isInt64(v) ? 'integer' : 'number') : typeof v;
}

function check(v: unknown, s: JSONSchemaProps, path: string, old: unknown, r: Result): void {
  if (old !== undefined && equal(v, old)) return;
  checkType(v, s, path, r);
  if (v === null) {
    checkEnum(v, s, path, r);
    return;
  }
  checkCombined(v, s, path, old, r);
  if (typeof v === 'string') checkText(v, s, path, r);
  if (typeof v === 'number') checkNumber(v, s, path, r);
  if (Array.isArray(v)) checkList(v, s, path, old, r);
  checkEnum(v, s, path, r);
  if (isObject(v)) checkObject(v, s, path, old, r);
  r.matched++;
}

function checkType(v: unknown, s: JSONSchemaProps, path: string, r: Result): void {
  const types = schemaTypes(s);
  const type = typeOf(v);
  const format = formatOf(s);
  if (types.length === 0 && !format) return;
  const wrong = (expected: string, is: string) => {
    r.errors.push({ path, error: (field) => typeInvalid(field, is, `${path} in body must be of type ${expected}: ${quoted(is)}`) });
  };
  if (type === 'null') {
    if (types.length && !s.nullable) wrong(types.join(','), 'null');
    return;
  }
  const fits = types.includes(type) || (type === 'integer' && types.includes('number'));
  const bare = type !== 'string' && type !== 'array';
  const valueFormat = type === 'integer' ? 'int64' : type === 'number' ? 'float64' : '';
  if (bare && format && !fits && valueFormat !== format) wrong(format, valueFormat);
  else if (!bare && format && !types.includes('number') && !types.includes('integer')) r.matched++;
  else if (!fits) wrong(types.join(','), type);
  else r.matched++;
}

/** A number by its bounds. That it, or a bound, is beyond what its type and format hold has no field, as in Kubernetes. */
function checkNumber(v: number, s: JSONSchemaProps, path: string, r: Result): void {
  const says = (words: string) => {
    r.errors.push({ path, error: (field) => invalid(field, v, `${path} in body ${words}`) });
  };
  const type = s['x-kubernetes-int-or-string'] ? '' : s.type === 'integer' || s.type === 'number' ? s.type : '';
  const format = formatOf(s);
  const fits = (n: number, what: string) => {
    if (isWithin(n, type, format)) return true;
    r.errors.push({
      path: undefined,
      error: (field) =>
        invalid(field, '', `${what} value must be of type ${type} ${format ? `with format ${format}` : '(default format)'} in ${path}`),
    });
    return false;
  };
  fits(v, 'Checked');
  const whole = Number.isInteger(v);
  const bound = (limit: number, held: boolean) => (whole && held ? doubleOrInteger(Math.trunc(limit)) : doubleText(limit));
  const size = (limit: number, held: boolean) => (whole && held ? Math.trunc(limit) : limit);
  if (s.multipleOf !== undefined) {
    const held = fits(s.multipleOf, 'MultipleOf');
    const of = size(s.multipleOf, held);
    if (of <= 0)
      r.errors.push({
        path,
        error: (field) =>
          invalid(
            field,
            bound(s.multipleOf as number, held),
            `factor MultipleOf declared for ${path} must be positive: ${bound(s.multipleOf as number, held)}`,
          ),
      });
    else if (!isMultiple(v, of)) says(`should be a multiple of ${bound(s.multipleOf, held)}`);
  }
  if (s.minimum !== undefined) {
    const held = fits(s.minimum, 'Minimum boundary');
    const low = size(s.minimum, held);
    if (s.exclusiveMinimum ? v <= low : v < low)
      says(`should be greater than ${s.exclusiveMinimum ? '' : 'or equal to '}${bound(s.minimum, held)}`);
  }
  if (s.maximum !== undefined) {
    const held = fits(s.maximum, 'Maximum boundary');
    const high = size(s.maximum, held);
    if (s.exclusiveMaximum ? v >= high : v > high)
      says(`should be less than ${s.exclusiveMaximum ? '' : 'or equal to '}${bound(s.maximum, held)}`);
  }
  r.matched++;
}

const LARGEST_FLOAT = 3.4028234663852886e38;

function isWithin(n: number, type: string, format: string): boolean {
  if (type !== 'integer') return format !== 'float' || Math.abs(n) <= LARGEST_FLOAT;
  return Number.isInteger(n) && (format === 'int32' ? n >= -(2 ** 31) && n < 2 ** 31 : isInt64(n));
}

const isMultiple = (v: number, of: number) => {
  const q = v / of;
  return Math.abs(q - Math.round(q)) < 1e-9;
};

const compiled = memoByIdentity((s: JSONSchemaProps) => {
  try {
    return RE2JS.compile(s.pattern ?? '');
  } catch {
    return undefined;
  }
});

function checkText(v: string, s: JSONSchemaProps, path: string, r: Result): void {
  const add = (error: (field: string) => FieldError) => {
    r.errors.push({ path, error });
  };
  const length = [...v].length;
  if (s.maxLength !== undefined && length > s.maxLength) add((field) => tooLong(field, s.maxLength as number));
  else if (s.minLength !== undefined && length < s.minLength)
    add((field) => invalid(field, v, `${path} in body should be at least ${s.minLength} chars long`));
  else if (s.pattern && compiled(s)?.matcher(v).find() === false)
    add((field) => invalid(field, v, `${path} in body should match '${s.pattern}'`));
  const format = formatOf(s);
  if (format && !hasFormat(v, format)) add((field) => typeInvalid(field, v, `${path} in body must be of type ${format}: ${quoted(v)}`));
  r.matched++;
}

function checkEnum(v: unknown, s: JSONSchemaProps, path: string, r: Result): void {
  if (!s.enum?.length) return;
  if (s.enum.some((e) => equal(e, v))) r.matched++;
  else
    r.errors.push({
      path,
      error: (field) =>
        notSupported(
          field,
          v,
          (s.enum as readonly unknown[]).map((e) => (typeof e === 'string' ? e : JSON.stringify(e))),
        ),
    });
}

function checkList(v: readonly unknown[], s: JSONSchemaProps, path: string, old: unknown, r: Result): void {
  const items = itemSchema(s);
  const add = (error: (field: string) => FieldError) => {
    r.errors.push({ path, error });
  };
  if (items)
    v.forEach((x, i) => {
      check(x, items, `${path}[${i}]`, counterpart(old, x, s), r);
    });
  if (s.minItems !== undefined && v.length < s.minItems)
    add((field) => invalid(field, v.length, `${path} in body should have at least ${s.minItems} items`));
  if (s.maxItems !== undefined && v.length > s.maxItems) add((field) => tooMany(field, v.length, s.maxItems as number));
  if (s.uniqueItems && v.some((x, i) => v.slice(0, i).some((y) => equal(x, y))))
    add((field) => invalid(field, '', `${path} in body shouldn't contain duplicates`));
  r.matched++;
}

function checkObject(v: JsonObject, s: JSONSchemaProps, path: string, old: unknown, r: Result): void {
  const count = Object.keys(v).length;
  const before = (k: string) => (isObject(old) && Object.hasOwn(old, k) ? old[k] : undefined);
  const add = (error: (field: string) => FieldError) => {
    r.errors.push({ path, error });
  };
  if (s.minProperties !== undefined && count < s.minProperties)
    add((field) => invalid(field, count, `${path} in body should have at least ${s.minProperties} properties`));
  if (s.maxProperties !== undefined && count > s.maxProperties) add((field) => tooMany(field, count, s.maxProperties as number));
  const values = valueSchema(s);
  for (const k of Object.keys(v)) {
    const property = propertySchema(s, k);
    if (!property && s.additionalProperties === false) add((field) => invalid(field, k, `${path}.${k} in body is a forbidden property`));
    else if (!property && values) check(v[k], values, `${path}.${k}`, before(k), r);
  }
  for (const [k, property] of Object.entries(s.properties ?? {}))
    if (Object.hasOwn(v, k)) check(v[k], property, path ? `${path}.${k}` : k, before(k), r);
  for (const k of s.required ?? []) if (!Object.hasOwn(v, k)) r.errors.push({ path: `${path}.${k}`, error: (field) => required(field) });
}

/** allOf, anyOf, oneOf and not. */
function checkCombined(v: unknown, s: JSONSchemaProps, path: string, old: unknown, r: Result): void {
  const tried = (list: readonly JSONSchemaProps[]) =>
    list.map((x) => {
      const one: Result = { errors: [], matched: 0 };
      check(v, x, path, old, one);
      return one;
    });
  const nearest = (results: readonly Result[]) => results.reduce((best, x) => (x.matched > best.matched ? x : best));
  const merge = (x: Result | undefined) => {
    if (x) {
      r.errors.push(...x.errors);
      r.matched += x.matched;
    }
  };
  const must = (words: string) => {
    r.errors.push({ path: undefined, error: (field) => invalid(field, '', `${quoted(path)} ${words}`) });
  };
  if (s.anyOf?.length) {
    const results = tried(s.anyOf);
    const good = results.find((x) => x.errors.length === 0);
    if (!good) must('must validate at least one schema (anyOf)');
    merge(good ?? nearest(results));
  }
  if (s.oneOf?.length) {
    const results = tried(s.oneOf);
    const good = results.filter((x) => x.errors.length === 0);
    if (good.length === 1) merge(good[0]);
    else {
      must(
        `must validate one and only one schema (oneOf). ${good.length ? `Found ${good.length} valid alternatives` : 'Found none valid'}`,
      );
      if (good.length === 0) merge(nearest(results));
    }
  }
  if (s.allOf?.length) {
    const results = tried(s.allOf);
    const good = results.filter((x) => x.errors.length === 0).length;
    results.forEach(merge);
    if (good < results.length) must(`must validate all the schemas (allOf)${good === 0 ? '. None validated' : ''}`);
  }
  if (s.not && tried([s.not])[0]?.errors.length === 0) must('must not validate the schema (not)');
  r.matched++;
}
