/** Lists whose entries are told apart, and objects within objects. Source: apiextensions' schema/listtype, schema/objectmeta. */
import { duplicate, invalid, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { canonical, isObject, type JsonObject } from '../../api/json.ts';
import { isDNS1035Label, isDNS1123Label, isPathSegmentName, isPathSegmentPrefix } from '../../api/names.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import { validateAnnotations } from '../core/annotations.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { itemSchema, propertySchema, valueSchema } from './structural-pruning.ts';

const join = (path: string, field: string) => (path ? `${path}.${field}` : field);

/** Walks a value with its schema, parts before wholes' fields. */
function walk(
  x: unknown,
  s: JSONSchemaProps | undefined,
  path: string,
  visit: (x: unknown, s: JSONSchemaProps, path: string) => readonly FieldError[],
): readonly FieldError[] {
  if (!s) return [];
  const own = visit(x, s, path);
  if (Array.isArray(x)) return [...own, ...x.flatMap((v, i) => walk(v, itemSchema(s), `${path}[${i}]`, visit))];
  if (!isObject(x)) return own;
  return [
    ...own,
    ...Object.keys(x).flatMap((k) => {
      const p = propertySchema(s, k);
      return p ? walk(x[k], p, join(path, k), visit) : walk(x[k], valueSchema(s), `${path}[${k}]`, visit);
    }),
  ];
}

/** Sets hold each entry once, maps each key. */
export function validateLists(o: unknown, s: JSONSchemaProps): readonly FieldError[] {
  return walk(o, s, '', (x, schema, path) => {
    if (!Array.isArray(x)) return [];
    switch (schema['x-kubernetes-list-type']) {
      case 'set':
        return repeated(x).map((i) => duplicate(`${path}[${i}]`, x[i]));
      case 'map': {
        const odd = x.findIndex((v) => v !== null && !isObject(v));
        if (odd >= 0) return [invalid(`${path}[${odd}]`, x[odd], 'must be an object for an array of list-type map')];
        const keys = x.map((v) =>
          Object.fromEntries(
            (schema['x-kubernetes-list-map-keys'] ?? [])
              .filter((k) => isObject(v) && Object.hasOwn(v, k))
              .map((k) => [k, (v as JsonObject)[k]]),
          ),
        );
        return repeated(keys).map((i) => duplicate(`${path}[${i}]`, keys[i]));
      }
      default:
        return [];
    }
  });
}

/** Where a value comes for the second time; later ones are not told. */
function repeated(list: readonly unknown[]): readonly number[] {
  const times = new Map<string, number>();
  const found: number[] = [];
  list.forEach((v, i) => {
    const key = canonical(v);
    const n = (times.get(key) ?? 0) + 1;
    times.set(key, n);
    if (n === 2) found.push(i);
  });
  return found;
}

/** An embedded object says what it is, and its metadata is as any. */
export function validateEmbedded(o: unknown, s: JSONSchemaProps): readonly FieldError[] {
  return ofEmbedded(o, s, validateResource);
}

/** What is said of each embedded object. */
export function ofEmbedded(
  o: unknown,
  s: JSONSchemaProps,
  check: (x: JsonObject, path: string) => readonly FieldError[],
): readonly FieldError[] {
  return walk(o, s, '', (x, schema, path) => (schema['x-kubernetes-embedded-resource'] && isObject(x) ? check(x, path) : []));
}

/** What every resource has: apiVersion, kind, and metadata where it is there. */
export function validateResource(x: JsonObject, path: string): readonly FieldError[] {
  const missing = ['apiVersion', 'kind'].filter((f) => !Object.hasOwn(x, f)).map((f) => required(join(path, f)));
  return [
    ...missing,
    ...('apiVersion' in x ? apiVersionErrors(x['apiVersion'], join(path, 'apiVersion')) : []),
    ...('kind' in x ? kindErrors(x['kind'], join(path, 'kind')) : []),
    ...(isObject(x['metadata']) ? metadataErrors(x['metadata'], join(path, 'metadata')) : []),
  ];
}

function metadataErrors(m: JsonObject, path: string): readonly FieldError[] {
  const text = (f: string, complaints: (v: string) => readonly string[]) => {
    const v = m[f];
    return typeof v === 'string' && v !== '' ? invalidEach(`${path}.${f}`, v, complaints(v)) : [];
  };
  const texts = (f: string, check: (v: Readonly<Record<string, string>>, at: string) => readonly FieldError[]) => {
    const v = m[f];
    return isObject(v) && Object.values(v).every((x) => typeof x === 'string')
      ? check(v as Readonly<Record<string, string>>, `${path}.${f}`)
      : [];
  };
  return [
    ...text('generateName', isPathSegmentPrefix),
    ...text('name', isPathSegmentName),
    ...text('namespace', isDNS1123Label),
    ...texts('labels', validateLabels),
    ...texts('annotations', validateAnnotations),
  ];
}

function apiVersionErrors(v: unknown, path: string): readonly FieldError[] {
  if (typeof v !== 'string') return [invalid(path, v, 'must be a string')];
  return v === ''
    ? [invalid(path, v, 'must not be empty')]
    : v.split('/').length > 2
      ? [invalid(path, v, `unexpected GroupVersion string: ${v}`)]
      : [];
}

function kindErrors(v: unknown, path: string): readonly FieldError[] {
  if (typeof v !== 'string') return [invalid(path, v, 'must be a string')];
  if (v === '') return [invalid(path, v, 'must not be empty')];
  const complaints = isDNS1035Label(v.toLowerCase());
  return complaints.length ? [invalid(path, v, `may have mixed case, but should otherwise match: ${complaints.join(',')}`)] : [];
}
