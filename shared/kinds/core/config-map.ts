/** ConfigMap. Source: core/validation ValidateConfigMap. */
import { forbiddenField, invalid, tooLong, type FieldError } from '../../api/errors.ts';
import { base64Length } from '../../api/decode/base64.ts';
import { equal } from '../../api/json.ts';
import { byteLength, isConfigMapKey } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ConfigMap } from '../types.ts';

/** How much a ConfigMap or a Secret may hold, in bytes. */
export const MOST_DATA = 1024 * 1024;

const count = (o: object | undefined) => Object.keys(o ?? {}).length;

export const configMaps = defineKind<ConfigMap>({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  namespaced: true,
  metadataChecks: 'UM',
  validate,
  validateUpdate: (next, previous) => [...validateImmutable(next, previous, ['data', 'binaryData']), ...validate(next)],
  columns: [NAME, column('Data', 'ConfigMap.data', (o) => count(o.data) + count(o.binaryData)), AGE],
});

function validate(o: ConfigMap): readonly FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(o.data ?? {})) {
    for (const m of isConfigMapKey(key)) errors.push(invalid(`data[${key}]`, key, m));
    if (o.binaryData && Object.hasOwn(o.binaryData, key))
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    size += byteLength(value);
  }
  for (const [key, value] of Object.entries(o.binaryData ?? {})) {
    for (const m of isConfigMapKey(key)) errors.push(invalid(`binaryData[${key}]`, key, m));
    size += base64Length(value);
  }
  if (size > MOST_DATA) errors.push(tooLong('[]', MOST_DATA));
  return errors;
}

/** Once `immutable` is set, neither it nor the data changes. */
export function validateImmutable<T extends { readonly immutable?: boolean }>(
  next: T,
  previous: T,
  fields: readonly (keyof T & string)[],
): readonly FieldError[] {
  if (!previous.immutable) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(next.immutable ? [] : [forbiddenField('immutable', why)]),
    ...fields.filter((f) => !equal(next[f], previous[f])).map((f) => forbiddenField(f, why)),
  ];
}
