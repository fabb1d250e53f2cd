/** Defaults of a schema must fit it themselves. Source: apiextensions' apiserver/schema/defaulting validation.go. */
import { invalid, type FieldError } from '../../api/errors.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { validateLists } from './list-validation.ts';
import { itemSchema, isPruned } from './structural-pruning.ts';
import { validateRules } from './rules.ts';
import { validateValue } from './value-validation.ts';

export function validateDefaults(s: JSONSchemaProps | undefined, path: string): readonly FieldError[] {
  if (!s) return [];
  return [
    ...(s.default === undefined || s.default === null ? [] : validateDefault(s.default, s, `${path}.default`)),
    ...validateDefaults(itemSchema(s), `${path}.items`),
    ...Object.entries(s.properties ?? {}).flatMap(([k, p]) => validateDefaults(p, `${path}.properties[${k}]`)),
  ];
}

function validateDefault(value: unknown, s: JSONSchemaProps, path: string): readonly FieldError[] {
  const unknown = isPruned(value, s) ? [] : [invalid(path, value, 'must not have unknown fields')];
  const wrong = [...validateValue(value, s, path), ...validateLists(value, s).map((e) => ({ ...e, field: `${path}.${e.field}` }))];
  return [...unknown, ...(wrong.length ? wrong : validateRules(value, s, undefined, [], s['x-kubernetes-embedded-resource'] === true).map((e) => ({ ...e, field: e.field === '<nil>' ? path : `${path}.${e.field}` })))];
}
