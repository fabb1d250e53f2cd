/** The places of a CustomResourceDefinition's schema that hold a schema or something else. Source: apiextensions' marshal.go. */
import type { Decoder } from './decoder.ts';
import type { Decoding } from './decoding.ts';
import { DecodeError } from './error.ts';

/** The decoder of such a place, undefined for any other type. */
export function schemaOrOther(goType: string, structDecoder: (name: string) => Decoder): Decoder | undefined {
  const schema = (v: unknown, c: Decoding) => structDecoder('JSONSchemaProps').read(v, c);
  const schemas = (v: readonly unknown[], c: Decoding) =>
    v.length ? v.map((x) => schema(x, c) ?? structDecoder('JSONSchemaProps').zero) : null;
  const given = (v: unknown) => typeof v === 'object' && v !== null;
  switch (goType) {
    case 'v1.JSONSchemaPropsOrBool':
      return {
        zero: false,
        read(v, c) {
          if (v === null || typeof v === 'boolean') return v ?? undefined;
          if (!given(v) || Array.isArray(v)) throw new DecodeError('boolean or JSON schema expected');
          return schema(v, c);
        },
      };
    case 'v1.JSONSchemaPropsOrArray':
      return {
        zero: null,
        read: (v, c) => (!given(v) ? (v === null ? undefined : null) : Array.isArray(v) ? schemas(v, c) : schema(v, c)),
      };
    case 'v1.JSONSchemaPropsOrStringArray':
      return {
        zero: null,
        read: (v, c) => (!given(v) ? undefined : Array.isArray(v) ? (v.length ? v : null) : schema(v, c)),
      };
    default:
      return undefined;
  }
}
