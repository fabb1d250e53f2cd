/** Messages that JSON writes as something other than an object with their fields. Source: apimachinery's and apiextensions' marshallers. */
import { base64Bytes, textOfBase64 } from '#shared/api/base64.ts';
import { formatTime } from '#shared/api/time.ts';
import { readMessage, WireError, type WireField } from './read-message.ts';

/** Reads the bytes of one; `nested` reads another message of its package. */
type JsonForm = (bytes: string, nested: (bytes: string, message: string) => object) => unknown;

export const JSON_FORMS: ReadonlyMap<string, JsonForm> = new Map<string, JsonForm>([
  ['Time', (b) => (b === '' ? null : formatTime(number(readMessage(b), 1) * 1000))],
  [
    'MicroTime',
    (b) => {
      const fields = readMessage(b);
      const micros = Math.floor(number(fields, 2) / 1000);
      return b === '' ? null : `${formatTime(number(fields, 1) * 1000).slice(0, -1)}.${String(micros).padStart(6, '0')}Z`;
    },
  ],
  ['Quantity', (b) => utf8Text(text(readMessage(b), 1))],
  [
    'IntOrString',
    (b) => {
      const fields = readMessage(b);
      return number(fields, 1) === 1 ? utf8Text(text(fields, 3)) : number(fields, 2);
    },
  ],
  ['RawExtension', raw],
  ['FieldsV1', raw],
  ['JSON', raw],
  [
    'ExtraValue',
    (b) =>
      readMessage(b)
        .filter((f) => f.number === 1)
        .map((f) => utf8Text(String(f.value))),
  ],
  [
    'JSONSchemaPropsOrBool',
    (b, nested) => {
      const fields = readMessage(b);
      return has(fields, 2) ? nested(text(fields, 2), 'JSONSchemaProps') : number(fields, 1) !== 0;
    },
  ],
  [
    'JSONSchemaPropsOrArray',
    (b, nested) => {
      const fields = readMessage(b);
      return has(fields, 2)
        ? fields.filter((f) => f.number === 2).map((f) => nested(String(f.value), 'JSONSchemaProps'))
        : nested(text(fields, 1), 'JSONSchemaProps');
    },
  ],
  [
    'JSONSchemaPropsOrStringArray',
    (b, nested) => {
      const fields = readMessage(b);
      return has(fields, 2)
        ? fields.filter((f) => f.number === 2).map((f) => utf8Text(String(f.value)))
        : nested(text(fields, 1), 'JSONSchemaProps');
    },
  ],
]);

const has = (fields: readonly WireField[], n: number): boolean => fields.some((f) => f.number === n);

/** The bytes of a field, '' where it is not there; of several the last. */
export function text(fields: readonly WireField[], n: number): string {
  const value = fields.findLast((f) => f.number === n)?.value;
  return typeof value === 'string' ? value : '';
}

function number(fields: readonly WireField[], n: number): number {
  const value = fields.findLast((f) => f.number === n)?.value;
  return typeof value === 'bigint' ? Number(value) : 0;
}

/** JSON in a message's first field. */
function raw(bytes: string): unknown {
  const said = text(readMessage(bytes), 1);
  try {
    return said === '' ? null : (JSON.parse(utf8Text(said)) as unknown);
  } catch {
    throw new WireError('invalid JSON in a protobuf message');
  }
}

/** The numbers of bytes. */
export const bytesOf = (bytes: string): readonly number[] => Array.from(bytes, (c) => c.charCodeAt(0));

const ASCII = /^[\x00-\x7f]*$/;

/** The text of UTF-8 bytes. */
export function utf8Text(bytes: string): string {
  return ASCII.test(bytes) ? bytes : textOfBase64(base64Bytes(bytesOf(bytes)));
}
