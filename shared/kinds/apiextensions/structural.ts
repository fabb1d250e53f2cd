/**
 * Structural schemas: every field has a type, and logic (allOf, anyOf, oneOf, not) only restricts what is specified
 * outside of it. Source: apiextensions' apiserver/schema validation.go, complete.go; "Specifying a structural schema".
 */
import { RE2JS } from 're2js';
import { forbiddenField, invalid, required, type FieldError } from '../../api/errors.ts';
import { equal, isObject } from '../../api/json.ts';
import type { JSONSchemaProps } from '../generated/types.ts';

const itemsOf = (s: JSONSchemaProps) => (isObject(s.items) ? (s.items as JSONSchemaProps) : undefined);
const valuesOf = (s: JSONSchemaProps) => (isObject(s.additionalProperties) ? (s.additionalProperties as JSONSchemaProps) : undefined);
const some = (o: object | undefined) => o !== undefined && Object.keys(o).length > 0;

/** Why a schema cannot be read as a structural one at all; undefined where it can. */
export function unsupportedField(s: JSONSchemaProps | undefined): string | undefined {
  if (!s) return undefined;
  const field = s.id
    ? 'id'
    : s.$schema
      ? 'schema'
      : s.$ref
        ? '$ref'
        : some(s.patternProperties)
          ? 'patternProperties'
          : some(s.dependencies)
            ? 'dependencies'
            : s.additionalItems !== undefined
              ? 'additionalItems'
              : some(s.definitions)
                ? 'definitions'
                : undefined;
  if (field) return `OpenAPIV3Schema '${field}' is not supported`;
  if (s['x-kubernetes-preserve-unknown-fields'] === false)
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  if (Array.isArray(s.items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  for (const part of [
    s.not,
    ...(s.allOf ?? []),
    ...(s.anyOf ?? []),
    ...(s.oneOf ?? []),
    itemsOf(s),
    ...Object.values(s.properties ?? {}),
    valuesOf(s),
  ]) {
    const why = unsupportedField(part);
    if (why) return why;
  }
  return undefined;
}

/** All that keeps a schema from being structural, sorted as Kubernetes sorts it. */
export function validateStructural(s: JSONSchemaProps, path: string): readonly FieldError[] {
  const text = (e: FieldError) => `${e.field}: ${e.detail}`;
  return [...validateInvariants(s, 'root', path), ...validateCompleteness(s, path)].sort((a, b) =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0,
  );
}

type Level = 'root' | 'item' | 'field';

const UNTYPED = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
} as const;

function validateInvariants(s: JSONSchemaProps | undefined, level: Level, path: string): readonly FieldError[] {
  if (!s) return [];
  const errors: FieldError[] = [];
  const properties = s.properties ?? {};
  const embedded = s['x-kubernetes-embedded-resource'] === true;
  const either = s['x-kubernetes-int-or-string'] === true;
  const preserves = s['x-kubernetes-preserve-unknown-fields'] === true;
  if (s.type === 'array' && s.items === undefined) errors.push(required(`${path}.items`, 'must be specified'));
  errors.push(...validateInvariants(itemsOf(s), 'item', `${path}.items`));
  for (const [name, p] of Object.entries(properties)) errors.push(...validateInvariants(p, 'field', `${path}.properties[${name}]`));
  if (s.additionalProperties !== undefined) {
    if (level === 'root') errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used at the root'));
    errors.push(...validateInvariants(valuesOf(s), 'field', `${path}.additionalProperties`));
  }
  if (either && preserves)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, true, 'must be false if x-kubernetes-int-or-string is true'));
  if (either && embedded)
    errors.push(invalid(`${path}.x-kubernetes-embedded-resource`, true, 'must be false if x-kubernetes-int-or-string is true'));
  errors.push(...validateLogic(s, isIntOrString(s.anyOf), isIntOrString(s.allOf?.[0]?.anyOf), level, path));
  if (embedded && s.type !== 'object')
    errors.push(
      s.type
        ? invalid(`${path}.type`, s.type, 'must be object if x-kubernetes-embedded-resource is true')
        : required(`${path}.type`, 'must be object if x-kubernetes-embedded-resource is true'),
    );
  else if (!s.type && !either && !preserves) errors.push(required(`${path}.type`, UNTYPED[level]));
  if (embedded && s.additionalProperties !== undefined)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'));
  if (level === 'root' && s.type && s.type !== 'object') errors.push(invalid(`${path}.type`, s.type, 'must be object at the root'));
  if (level === 'root' || embedded)
    for (const name of ['kind', 'apiVersion'])
      if (Object.hasOwn(properties, name) && properties[name]?.type !== 'string')
        errors.push(invalid(`${path}.properties[${name}].type`, properties[name]?.type ?? '', 'must be string'));
  if (Object.hasOwn(properties, 'metadata'))
    errors.push(
      ...validateMetadata(properties['metadata'] as JSONSchemaProps, level, level === 'root' || embedded, `${path}.properties[metadata]`),
    );
  if (embedded && !preserves && !some(properties))
    errors.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  return errors;
}

/** The metadata of a custom resource is given: a schema may only restrict its name. */
function validateMetadata(s: JSONSchemaProps, level: Level, checked: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = checked && s.type !== 'object' ? [invalid(`${path}.type`, s.type ?? '', 'must be object')] : [];
  if (level !== 'root') return errors;
  const { type: _type, default: _default, properties = {}, ...rest } = s;
  const names = Object.keys(properties);
  return some(rest) || names.some((n) => n !== 'name' && n !== 'generateName')
    ? [...errors, forbiddenField(path, 'must not specify anything other than name and generateName, but metadata is implicitly specified')]
    : errors;
}

const INT_OR_STRING: readonly JSONSchemaProps[] = [{ type: 'integer' }, { type: 'string' }];
const isIntOrString = (anyOf: readonly JSONSchemaProps[] | undefined) => equal(anyOf, INT_OR_STRING);

function validateLogic(s: JSONSchemaProps, skipAnyOf: boolean, skipFirstAllOf: boolean, level: Level, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!skipAnyOf) s.anyOf?.forEach((x, i) => errors.push(...validateNested(x, false, level, `${path}.anyOf[${i}]`)));
  s.allOf?.forEach((x, i) => errors.push(...validateNested(x, skipFirstAllOf && i === 0, level, `${path}.allOf[${i}]`)));
  s.oneOf?.forEach((x, i) => errors.push(...validateNested(x, false, level, `${path}.oneOf[${i}]`)));
  errors.push(...validateNested(s.not, false, level, `${path}.not`));
  const why = s.pattern ? patternComplaint(s.pattern) : undefined;
  return why === undefined
    ? errors
    : [...errors, invalid(`${path}.pattern`, s.pattern, `must be a valid regular expression, but isn't: ${why}`)];
}

function patternComplaint(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (e) {
    return (e as Error).message;
  }
}

/** Inside logic nothing may be specified, only restricted. */
function validateNested(s: JSONSchemaProps | undefined, skipAnyOf: boolean, level: Level, path: string): readonly FieldError[] {
  if (!s) return [];
  const refuse = (field: keyof JSONSchemaProps, is: boolean, words: string) =>
    is ? [forbiddenField(`${path}.${field}`, `must be ${words} to be structural`)] : [];
  return [
    ...validateLogic(s, skipAnyOf, false, level, path),
    ...validateNested(itemsOf(s), false, level, `${path}.items`),
    ...Object.entries(s.properties ?? {}).flatMap(([name, p]) => validateNested(p, false, 'field', `${path}.properties[${name}]`)),
    ...refuse('type', !!s.type, 'empty'),
    ...refuse('additionalProperties', isObject(s.additionalProperties) || s.additionalProperties === true, 'undefined'),
    ...refuse('default', s.default !== undefined, 'undefined'),
    ...refuse('title', !!s.title, 'empty'),
    ...refuse('description', !!s.description, 'empty'),
    ...refuse('nullable', s.nullable === true, 'false'),
    ...refuse('x-kubernetes-preserve-unknown-fields', s['x-kubernetes-preserve-unknown-fields'] === true, 'false'),
    ...refuse('x-kubernetes-embedded-resource', s['x-kubernetes-embedded-resource'] === true, 'false'),
    ...refuse('x-kubernetes-int-or-string', s['x-kubernetes-int-or-string'] === true, 'false'),
    ...refuse('x-kubernetes-list-map-keys', some(s['x-kubernetes-list-map-keys']), 'empty'),
    ...refuse('x-kubernetes-list-type', s['x-kubernetes-list-type'] !== undefined, 'undefined'),
    ...refuse('x-kubernetes-map-type', s['x-kubernetes-map-type'] !== undefined, 'undefined'),
    ...refuse('x-kubernetes-validations', some(s['x-kubernetes-validations']), 'empty'),
    ...(s.properties && Object.hasOwn(s.properties, 'metadata')
      ? [forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context')]
      : []),
  ];
}

/** Whatever the root's logic speaks of must be specified outside of it. */
function validateCompleteness(s: JSONSchemaProps, path: string): readonly FieldError[] {
  return logicOf(s, path).flatMap(([part, at]) => validateComplete(part, s, path, at));
}

function logicOf(s: JSONSchemaProps, path: string): readonly (readonly [JSONSchemaProps, string])[] {
  const each = (list: readonly JSONSchemaProps[] | undefined, field: string) =>
    (list ?? []).map((x, i) => [x, `${path}.${field}[${i}]`] as const);
  return [
    ...(s.not ? [[s.not, `${path}.not`] as const] : []),
    ...each(s.allOf, 'allOf'),
    ...each(s.anyOf, 'anyOf'),
    ...each(s.oneOf, 'oneOf'),
  ];
}

function validateComplete(
  part: JSONSchemaProps,
  whole: JSONSchemaProps | undefined,
  wholePath: string,
  path: string,
): readonly FieldError[] {
  if (!whole) return [required(wholePath, `because it is defined in ${path}`)];
  return [
    ...logicOf(part, path).flatMap(([p, at]) => validateComplete(p, whole, wholePath, at)),
    ...(itemsOf(part) ? validateComplete(itemsOf(part) as JSONSchemaProps, itemsOf(whole), `${wholePath}.items`, `${path}.items`) : []),
    ...Object.entries(part.properties ?? {}).flatMap(([name, p]) =>
      validateComplete(
        p,
        whole.properties && Object.hasOwn(whole.properties, name) ? whole.properties[name] : undefined,
        `${wholePath}.properties[${name}]`,
        `${path}.properties[${name}]`,
      ),
    ),
  ];
}
