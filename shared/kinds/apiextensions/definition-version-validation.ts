/**
 * What one version of a custom resource may say, each part for itself or all versions alike: columns, subresources,
 * selectable fields, a warning. Source: apiextensions/validation.
 */
import { duplicate, invalid, invalidEach, required, tooMany, type FieldError } from '../../api/errors.ts';
import { isDNS1035Label } from '../../api/names.ts';
import type { CustomResourceColumnDefinition, CustomResourceDefinitionVersion, CustomResourceSubresources } from '../generated/types.ts';
import { fieldPath } from './field-names.ts';
import { validateRootSchema } from './schema-validation.ts';

export function validateVersion(v: CustomResourceDefinitionVersion, statusEnabled: boolean, path: string): readonly FieldError[] {
  const label = isDNS1035Label(v.name);
  return [
    ...(label.length ? [invalid(`${path}.name`, v.name, label.join(','))] : []),
    ...invalidEach(`${path}.deprecationWarning`, v.deprecationWarning, warningComplaints(v)),
    ...(v.schema?.openAPIV3Schema ? validateRootSchema(v.schema.openAPIV3Schema, statusEnabled, `${path}.schema.openAPIV3Schema`) : []),
    ...validateSubresources(v.subresources, `${path}.subresources`),
    ...validateColumns(v.additionalPrinterColumns, `${path}.additionalPrinterColumns`),
    ...validateSelectableFields(
      v,
      `${path}.selectableFields`,
      'may only be set when `version.schema.openAPIV3Schema` is not included', // its own words, though it means: is included
    ),
  ];
}

function warningComplaints({ deprecated, deprecationWarning: text }: CustomResourceDefinitionVersion): readonly string[] {
  if (text === undefined) return [];
  if (!deprecated) return ['can only be set for deprecated versions'];
  const odd = [...text].findIndex((c) => /\p{C}/u.test(c));
  return [
    ...(text.length > 256 ? ['must be <= 256 characters long'] : []),
    ...(text === '' ? ['must not be an empty string'] : []),
    ...(odd < 0 ? [] : [`must only contain printable UTF-8 characters; non-printable character found at index ${odd}`]),
  ];
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

export function validateColumns(columns: readonly CustomResourceColumnDefinition[] = [], path: string): readonly FieldError[] {
  return columns.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    return [
      ...(c.name ? [] : [required(`${at}.name`)]),
      ...(!c.type ? [required(`${at}.type`, types)] : COLUMN_TYPES.includes(c.type) ? [] : [invalid(`${at}.type`, c.type, types)]),
      ...(c.format && !COLUMN_FORMATS.includes(c.format)
        ? [invalid(`${at}.format`, c.format, `must be one of ${COLUMN_FORMATS.join(',')}`)]
        : []),
      ...(c.jsonPath ? simplePath(c.jsonPath, `${at}.JSONPath`) : [required(`${at}.JSONPath`)]),
    ];
  });
}

function simplePath(text: string, path: string): readonly FieldError[] {
  return text.startsWith('.') ? [] : [invalid(path, text, 'must be a simple json path starting with .')];
}

export function validateSubresources(s: CustomResourceSubresources | undefined, path: string): readonly FieldError[] {
  const scale = s?.scale;
  if (!scale) return [];
  const under = (field: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath', parents: readonly string[], words: string) => {
    const text = scale[field];
    const at = `${path}.scale.${field}`;
    if (!text) return field === 'labelSelectorPath' ? [] : [required(at)];
    const wrong = simplePath(text, at);
    return wrong.length || parents.some((p) => text.startsWith(p)) ? wrong : [invalid(at, text, `should be a json path under ${words}`)];
  };
  return [
    ...under('specReplicasPath', ['.spec.'], '.spec'),
    ...under('statusReplicasPath', ['.status.'], '.status'),
    ...under('labelSelectorPath', ['.spec.', '.status.'], 'either .spec or .status'),
  ];
}

const MOST_SELECTABLE = 8;
const SELECTABLE = ['string', 'boolean', 'integer'];

/** What field selectors may ask for, in a schema that has it. `without` says what is wrong where there is no schema. */
export function validateSelectableFields(
  { selectableFields: fields = [], schema }: Pick<CustomResourceDefinitionVersion, 'selectableFields' | 'schema'>,
  path: string,
  without: string,
): readonly FieldError[] {
  const s = schema?.openAPIV3Schema;
  if (!fields.length) return [];
  if (!s) return [invalid(path, '', without)];
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  fields.forEach(({ jsonPath }, i) => {
    const at = `${path}[${i}].jsonPath`;
    const found = jsonPath ? fieldPath(jsonPath, s, false) : undefined;
    if (!found) errors.push(required(at));
    else if ('wrong' in found) errors.push(invalid(at, jsonPath, `is an invalid path: ${found.wrong}`));
    else {
      if (found.first === 'metadata') errors.push(invalid(at, jsonPath, 'must not point to fields in metadata'));
      if (!SELECTABLE.includes(found.schema.type ?? ''))
        errors.push(
          invalid(
            at,
            jsonPath,
            'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
          ),
        );
      if (seen.has(found.path)) errors.push(duplicate(at, jsonPath));
      seen.add(found.path);
    }
  });
  return seen.size > MOST_SELECTABLE ? [...errors, tooMany(path, seen.size, MOST_SELECTABLE)] : errors;
}
