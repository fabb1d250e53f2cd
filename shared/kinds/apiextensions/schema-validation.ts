/** What the schema of a custom resource may say. Source: apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isObject } from '../../api/json.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { validateDefaults } from './default-validation.ts';
import { validateRuleForm, validateRuleMeaning } from './rule-validation.ts';
import { unsupportedField, validateStructural } from './structural.ts';

/** The single schema of a list's items, if it has one. */
export const itemsOf = (s: JSONSchemaProps): JSONSchemaProps | undefined => (isObject(s.items) ? (s.items as JSONSchemaProps) : undefined);

/** The schema of a map's values, if it has one. */
export const valuesOf = (s: JSONSchemaProps): JSONSchemaProps | undefined =>
  isObject(s.additionalProperties) ? (s.additionalProperties as JSONSchemaProps) : undefined;

/** With a status subresource only these may stand at the root. */
const AT_ROOT = [
  'description',
  'type',
  'format',
  'title',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'multipleOf',
  'required',
  'items',
  'properties',
  'externalDocs',
  'example',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
];
const GO_NAMES: Readonly<Record<string, string>> = {
  'x-kubernetes-preserve-unknown-fields': 'XPreserveUnknownFields',
  'x-kubernetes-validations': 'XValidations',
};
const goName = (f: string) => GO_NAMES[f] ?? f.charAt(0).toUpperCase() + f.slice(1);

/** A whole schema: its root, its structure, then each part. */
export function validateRootSchema(s: JSONSchemaProps, statusEnabled: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (statusEnabled) {
    const other = Object.keys(s).find((f) => !AT_ROOT.includes(f));
    if (other !== undefined)
      errors.push(
        invalid(
          path,
          s,
          `only [${AT_ROOT.map(goName).join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`,
        ),
      );
    else if (s.type && s.type !== 'object')
      errors.push(
        invalid(
          `${path}.type`,
          s.type,
          'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
        ),
      );
  }
  if (s.nullable) errors.push(forbiddenField(`${path}.nullable`, 'nullable cannot be true at the root'));
  const unsupported = unsupportedField(s);
  const before = errors.length;
  let sound = false;
  if (unsupported === undefined) {
    const structure = validateStructural(s, path);
    errors.push(...(structure.length ? structure : validateDefaults(s, path)));
    sound = errors.length === before;
  }
  const found = validateSchema(s, path, { root: true, defaults: '', insideMeta: false, rules: sound });
  errors.push(...found.schema, ...found.rules);
  return errors.length === 0 && unsupported !== undefined ? [invalid(path, '', unsupported)] : errors;
}

interface Place {
  readonly root: boolean;
  /** Why defaults are not allowed here; '' where they are. */
  readonly defaults: string;
  readonly insideMeta: boolean;
  /** Whether rules are looked into: not where the whole is no structural schema, nor within logic. */
  readonly rules: boolean;
  /** The list around whose entries cannot be told from what they were before. */
  readonly uncorrelatable?: string;
}

/** What is wrong with schemas, and with their rules: those are told last. */
interface Found {
  readonly schema: FieldError[];
  readonly rules: FieldError[];
}

const META = ['metadata', 'kind', 'apiVersion'];

function validateSchema(s: JSONSchemaProps | undefined, path: string, place: Place): Found {
  if (!s) return { schema: [], rules: [] };
  const errors: FieldError[] = [...validateStandard(s, path, place)];
  const rules: FieldError[] = [];
  const inner: Place = { ...place, root: false };
  const logic: Place = { ...inner, rules: false };
  const properties = Object.entries(s.properties ?? {});
  const part = (x: JSONSchemaProps | undefined, at: string, where: Place) => {
    const found = validateSchema(x, at, where);
    errors.push(...found.schema);
    rules.push(...found.rules);
  };
  const each = (list: readonly JSONSchemaProps[] | undefined, field: string) => {
    list?.forEach((x, i) => {
      part(x, `${path}.${field}[${i}]`, logic);
    });
  };
  if (s.uniqueItems)
    errors.push(forbiddenField(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if (s.additionalProperties !== undefined) {
    if (properties.length && s.additionalProperties !== true)
      errors.push(forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
    part(
      valuesOf(s),
      `${path}.additionalProperties`,
      place.insideMeta ? { ...inner, defaults: 'inside additionalProperties applying to object metadata' } : inner,
    );
  }
  const mapType = s['x-kubernetes-map-type'];
  const ofOddType = place.uncorrelatable === undefined && mapType !== undefined && mapType !== 'granular' && mapType !== 'atomic';
  for (const [name, property] of properties) {
    const meta = (place.root || s['x-kubernetes-embedded-resource']) && META.includes(name);
    part(property, `${path}.properties[${name}]`, {
      ...inner,
      ...(ofOddType ? { uncorrelatable: path } : {}),
      insideMeta: place.insideMeta || meta === true,
      defaults: meta && place.root ? `in top-level ${name}` : place.defaults,
    });
  }
  part(s.not, `${path}.not`, logic);
  each(s.allOf, 'allOf');
  each(s.oneOf, 'oneOf');
  each(s.anyOf, 'anyOf');
  for (const [name, d] of Object.entries(s.definitions ?? {})) part(d, `${path}.definitions[${name}]`, logic);
  part(
    itemsOf(s),
    `${path}.items`,
    s['x-kubernetes-list-type'] === 'map' || place.uncorrelatable !== undefined ? inner : { ...inner, uncorrelatable: path },
  );
  if (Array.isArray(s.items)) each(s.items as readonly JSONSchemaProps[], 'items');
  for (const [name, d] of Object.entries(s.dependencies ?? {}))
    if (isObject(d)) part(d as JSONSchemaProps, `${path}.dependencies[${name}]`, logic);
  if (s['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  errors.push(
    ...validateMapType(s, path),
    ...validateListType(s, path),
    ...(s['x-kubernetes-validations'] ?? []).flatMap((r, i) => validateRuleForm(r, s, `${path}.x-kubernetes-validations[${i}]`)),
  );
  if (place.rules && errors.length === 0 && s['x-kubernetes-validations']?.length)
    rules.push(
      ...validateRuleMeaning(
        s,
        place.root || s['x-kubernetes-embedded-resource'] === true,
        `${path}.x-kubernetes-validations`,
        place.uncorrelatable,
      ),
    );
  return { schema: errors, rules };
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function validateStandard(s: JSONSchemaProps, path: string, place: Place): readonly FieldError[] {
  const refuse = (field: string, is: boolean, why = `${field} is not supported`) => (is ? [forbiddenField(`${path}.${field}`, why)] : []);
  const some = (o: object | undefined) => o !== undefined && Object.keys(o).length > 0;
  return [
    ...(s.type && !TYPES.includes(s.type) ? [notSupported(`${path}.type`, s.type, TYPES)] : []),
    ...refuse('default', s.default !== undefined && place.defaults !== '', `must not be set ${place.defaults}`),
    ...refuse('id', !!s.id),
    ...refuse('additionalItems', s.additionalItems !== undefined),
    ...refuse('patternProperties', some(s.patternProperties)),
    ...refuse('definitions', some(s.definitions)),
    ...refuse('dependencies', s.dependencies !== undefined),
    ...refuse('$ref', s.$ref !== undefined),
    ...refuse('type', s.type === 'null', 'type cannot be set to null, use nullable as an alternative'),
    ...refuse('items', Array.isArray(s.items), 'items must be a schema object and not an array'),
    ...refuse(
      'x-kubernetes-embedded-resource',
      place.insideMeta && s['x-kubernetes-embedded-resource'] === true,
      'must not be used inside of resource meta',
    ),
  ];
}

function mustBe(s: JSONSchemaProps, type: string, path: string, keyword: string): readonly FieldError[] {
  const why = `must be ${type} if ${keyword} is specified`;
  return s.type === type ? [] : [s.type ? invalid(`${path}.type`, s.type, why) : required(`${path}.type`, why)];
}

function validateMapType(s: JSONSchemaProps, path: string): readonly FieldError[] {
  const type = s['x-kubernetes-map-type'];
  if (type === undefined) return [];
  return [
    ...mustBe(s, 'object', path, 'x-kubernetes-map-type'),
    ...(type === 'atomic' || type === 'granular' ? [] : [notSupported(`${path}.x-kubernetes-map-type`, type, ['atomic', 'granular'])]),
  ];
}

const LIST_TYPES = ['atomic', 'set', 'map'];

function validateListType(s: JSONSchemaProps, path: string): readonly FieldError[] {
  const type = s['x-kubernetes-list-type'];
  const keys = s['x-kubernetes-list-map-keys'] ?? [];
  const items = itemsOf(s);
  const errors: FieldError[] = [];
  const at = `${path}.x-kubernetes-list-type`;
  if (type !== undefined) {
    const wrong = mustBe(s, 'array', path, 'x-kubernetes-list-type');
    errors.push(...wrong);
    const whole = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    const inner = items?.['x-kubernetes-list-type'];
    if (!wrong.length && type === 'set' && items?.type === 'array' && inner !== undefined && inner !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-list-type`, inner, whole));
    if (!wrong.length && type === 'set' && items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
      errors.push(invalid(`${path}.items.x-kubernetes-map-type`, inner, whole));
    if (!LIST_TYPES.includes(type)) errors.push(notSupported(at, type, LIST_TYPES));
  }
  if (keys.length && type !== 'map')
    errors.push(
      type === undefined
        ? required(at, 'must be map if x-kubernetes-list-map-keys is non-empty')
        : invalid(at, type, 'must be map if x-kubernetes-list-map-keys is non-empty'),
    );
  if (type === 'map') errors.push(...validateListMap(s, items, keys, path));
  if ((type === 'map' || type === 'set') && items) errors.push(...validateListItems(items, type, keys, path));
  return errors;
}

function validateListMap(
  s: JSONSchemaProps,
  items: JSONSchemaProps | undefined,
  keys: readonly string[],
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) errors.push(required(at, 'must not be empty if x-kubernetes-list-type is map'));
  if (s.items === undefined) errors.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
  else if (!items) errors.push(invalid(`${path}.items`, s.items, 'must only have a single schema if x-kubernetes-list-type is map'));
  else if (items.type !== 'object')
    errors.push(invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"));
  else
    keys.forEach((k, i) => {
      const property = items.properties && Object.hasOwn(items.properties, k) ? items.properties[k] : undefined;
      if (!property) errors.push(invalid(at, keys, 'entries must all be names of item properties'));
      else if (property.type === 'array' || property.type === 'object')
        errors.push(
          invalid(
            `${path}.items.properties[${k}].type`,
            items.type,
            "must be a scalar type if parent array's x-kubernetes-list-type is map",
          ),
        );
      if (keys.indexOf(k) < i) errors.push(invalid(at, keys, 'must not contain duplicate entries'));
    });
  return errors;
}

function validateListItems(items: JSONSchemaProps, type: string, keys: readonly string[], path: string): readonly FieldError[] {
  const errors: FieldError[] = items.nullable
    ? [forbiddenField(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${type}`)]
    : [];
  if (type === 'map')
    for (const k of keys) {
      const property = items.properties && Object.hasOwn(items.properties, k) ? items.properties[k] : undefined;
      const at = `${path}.items.properties[${k}]`;
      if (!property) continue;
      if (!items.required?.includes(k) && property.default === undefined)
        errors.push(
          required(`${at}.default`, 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property'),
        );
      if (property.nullable)
        errors.push(forbiddenField(`${at}.nullable`, 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable'));
    }
  return errors;
}
