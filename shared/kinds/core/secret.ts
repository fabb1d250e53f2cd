/** Secret. Source: core/validation ValidateSecret, core/v1 defaults. */
import { base64Text, textOfBase64 } from '../../api/base64.ts';
import { base64Length } from '../../api/decode/base64.ts';
import { DecodeError } from '../../api/decode/error.ts';
import { parseJson } from '../../api/decode/parse.ts';
import { describe } from '../../api/decode/decoding.ts';
import { invalid, required, tooLong, type FieldError } from '../../api/errors.ts';
import { isObject } from '../../api/json.ts';
import { isConfigMapKey } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { Secret } from '../types.ts';
import { MOST_DATA, validateImmutable } from './config-map.ts';
import { keyPairWarnings } from './tls-secret-warnings.ts';

export const secrets = defineKind<Secret>({
  apiVersion: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  metadataChecks: 'UM',
  default: (o) => (o.type ? withData(o) : withData({ ...o, type: 'Opaque' })),
  prepareUpdate: (next, previous) => (next.type ? next : { ...next, type: previous.type }),
  validate,
  validateUpdate: (next, previous) => [
    ...validateImmutableField(next.type ?? '', previous.type ?? '', 'type'),
    ...validateImmutable(next, previous, ['data']),
    ...validate(next),
  ],
  warnings: (o) => (o.type === 'kubernetes.io/tls' ? keyPairWarnings(o.data ?? {}) : []),
  selectableFields: (o) => ({ type: o.type ?? '' }),
  columns: [
    NAME,
    column('Type', 'Secret.type', (o) => o.type ?? ''),
    column('Data', 'Secret.data', (o) => Object.keys(o.data ?? {}).length),
    AGE,
  ],
});

/** `stringData` is written as text and kept as bytes in `data`. */
function withData(o: Secret): Secret {
  if (!o.stringData) return o;
  const { stringData, ...rest } = o;
  const data: Record<string, string> = { ...o.data };
  for (const [key, text] of Object.entries(stringData)) data[key] = base64Text(text);
  return { ...rest, ...(Object.keys(data).length ? { data } : {}) };
}

function validate(o: Secret): readonly FieldError[] {
  const errors: FieldError[] = [];
  const data = o.data ?? {};
  const has = (key: string) => Object.hasOwn(data, key);
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    for (const m of isConfigMapKey(key)) errors.push(invalid(`data[${key}]`, key, m));
    size += base64Length(value);
  }
  if (size > MOST_DATA) errors.push(tooLong('data', MOST_DATA));
  switch (o.type) {
    case 'kubernetes.io/service-account-token':
      if (!o.metadata.annotations?.['kubernetes.io/service-account.name'])
        errors.push(required('metadata.annotations[kubernetes.io/service-account.name]'));
      break;
    case 'kubernetes.io/dockercfg':
      errors.push(...validateJson(data, '.dockercfg'));
      break;
    case 'kubernetes.io/dockerconfigjson':
      errors.push(...validateJson(data, '.dockerconfigjson'));
      break;
    case 'kubernetes.io/basic-auth':
      if (!has('username') && !has('password')) errors.push(required('data[username]'), required('data[password]'));
      break;
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) errors.push(required('data[ssh-privatekey]'));
      break;
    case 'kubernetes.io/tls':
      for (const key of ['tls.crt', 'tls.key']) if (!has(key)) errors.push(required(`data[${key}]`));
      break;
  }
  return errors;
}

/** The value of a key must be there and be a JSON object. */
function validateJson(data: Readonly<Record<string, string>>, key: string): readonly FieldError[] {
  if (!Object.hasOwn(data, key)) return [required(`data[${key}]`)];
  const wrong = (why: string) => [invalid(`data[${key}]`, '<secret contents redacted>', why)];
  try {
    const { value } = parseJson(textOfBase64(data[key] as string));
    return value === null || isObject(value)
      ? []
      : wrong(`json: cannot unmarshal ${describe(value)} into Go value of type map[string]interface {}`);
  } catch (e) {
    if (e instanceof DecodeError) return wrong(e.message);
    throw e;
  }
}
