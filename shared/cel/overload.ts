/** Functions that expressions may call: their signatures, and what they do. */
import { OPTIONAL, readType, split, type Type } from './types.ts';
import { Instant, ListValue, MapValue, OpaqueValue, OptionalValue, Span, TypeValue, UintValue, type Value } from './value.ts';

/** One way to call a function. A method's receiver is the first of its parameters. */
export interface Overload {
  readonly name: string;
  readonly method: boolean;
  readonly params: readonly Type[];
  readonly result: Type;
  readonly run: (args: readonly Value[]) => Value;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a signature says which values come
type Implementation = (...args: any[]) => Value;

/** A function called by its name: 'sets.contains(list(T), list(T)): bool'. */
export function fn(signature: string, run: Implementation): Overload {
  const m = /^([^(]+)\((.*)\): (.*)$/.exec(signature) as RegExpExecArray;
  return {
    name: m[1] as string,
    method: false,
    params: split(m[2] as string).map(readType),
    result: readType(m[3] as string),
    run: (args) => run(...args),
  };
}

/** A function called on its receiver: 'list(T).indexOf(T): int'. */
export function method(signature: string, run: Implementation): Overload {
  const m = /^(.*)\.(\w+)\((.*)\): (.*)$/.exec(signature) as RegExpExecArray;
  return {
    name: m[2] as string,
    method: true,
    params: [readType(m[1] as string), ...split(m[3] as string).map(readType)],
    result: readType(m[4] as string),
    run: (args) => run(...args),
  };
}

/** The same for each of several types: 'T' in the signature. */
export function each(types: readonly string[], make: (t: string) => Overload): readonly Overload[] {
  return types.map(make);
}

/** Whether a value may be given for a parameter, as far as values tell. */
export function accepts(t: Type, v: Value): boolean {
  switch (t.kind) {
    case 'dyn':
    case 'var':
    case 'error':
      return true;
    case 'null':
      return v === null;
    case 'bool':
      return typeof v === 'boolean';
    case 'int':
      return typeof v === 'bigint';
    case 'uint':
      return v instanceof UintValue;
    case 'double':
      return typeof v === 'number';
    case 'string':
      return typeof v === 'string';
    case 'bytes':
      return v instanceof Uint8Array;
    case 'timestamp':
      return v instanceof Instant;
    case 'duration':
      return v instanceof Span;
    case 'list':
      return v instanceof ListValue && v.items.slice(0, 1).every((i) => accepts(t.of, i));
    case 'map':
    case 'object':
      return v instanceof MapValue;
    case 'type':
      return v instanceof TypeValue;
    case 'opaque':
      return t.name === OPTIONAL
        ? v instanceof OptionalValue && (v.value === undefined || t.of === undefined || accepts(t.of, v.value))
        : v instanceof OpaqueValue && v.type === t.name;
  }
}
