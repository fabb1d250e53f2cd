/**
 * Structural decoding: any JSON value into an object of a type of the schema, as Kubernetes reads it and writes it back.
 * Unknown fields go, what is empty goes or stays as the type's json tags say, quantities and times become canonical.
 */
import { Decoding } from './decoding.ts';
import { any } from './collection-decoders.ts';
import { structDecoder } from './struct-decoder.ts';
import { DecodeError } from './error.ts';
import { parseJson, type Repeats } from './parse.ts';

/** An object that fits its type, and what a strict reader would say: 'unknown field "spec.foo"'. */
export interface Decoded<T = unknown> {
  readonly value: T;
  readonly strict: readonly string[];
}

const NO_REPEATS: Repeats = new Map();

/** Reads a value into a type of the schema. Throws DecodeError where it does not fit. Parts that fit as they are stay identical. */
export function decodeValue<T>(type: string, value: unknown, repeats: Repeats = NO_REPEATS): Decoded<T> {
  const c = new Decoding(repeats);
  const read = structDecoder(type).read(value, c);
  c.finish();
  return { value: (read ?? structDecoder(type).zero) as T, strict: c.strict };
}

/** Reads JSON text into a type of the schema. Throws DecodeError. */
export function decodeText<T>(type: string, text: string): Decoded<T> {
  const { value, repeats } = parseJson(text);
  return decodeValue<T>(type, value, repeats);
}

/**
 * Reads an object of a kind that has no type in the schema, a custom resource: apiVersion, kind and metadata are typed, all
 * else is taken as it is (its own schema prunes and checks it later). Throws DecodeError.
 */
export function decodeUntyped<T>(value: unknown, repeats: Repeats = NO_REPEATS): Decoded<T> {
  const c = new Decoding(repeats);
  const object = any.read(value, c) as Record<string, unknown> | undefined;
  if (typeof object !== 'object' || Array.isArray(object))
    throw new DecodeError(
      c.typeError(object === undefined ? 'null' : Array.isArray(object) ? 'array' : typeof object, 'map[string]interface {}'),
    );
  c.fields.push('metadata');
  c.enter('metadata');
  const metadata = structDecoder('ObjectMeta').read(object['metadata'] ?? {}, c) ?? {};
  c.finish();
  return { value: (metadata === object['metadata'] ? object : { ...object, metadata }) as T, strict: c.strict };
}
