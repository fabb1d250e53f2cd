/** JSON values as rules see them: numbers by the schema's type, fields that are specified. Source: apiserver's cel/common UnstructuredToVal. */
import { bytesOfBase64 } from '../../api/base64.ts';
import { canonical, isObject, type JsonObject } from '../../api/json.ts';
import { parseInstant, parseSpan } from '../../cel/library/times.ts';
import { EvaluationError, ListValue, MapValue, OpaqueValue, Span, type Key, type Value } from '../../cel/value.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { escaped, unescaped } from './field-names.ts';
import { withMetadata } from './rule-types.ts';
import { itemSchema, propertySchema, valueSchema } from './structural-pruning.ts';

const wrong = (words: string) => new EvaluationError(`invalid data, ${words}`);

/** A value by its schema. Throws EvaluationError where it does not fit. */
export function ruleValue(x: unknown, s: JSONSchemaProps): Value {
  if (x === null || x === undefined) {
    if (s.nullable) return null;
    throw wrong('got null for schema with nullable=false');
  }
  if (s['x-kubernetes-int-or-string']) {
    if (typeof x === 'string') return x;
    if (typeof x === 'number' && Number.isInteger(x)) return BigInt(x);
    throw wrong('expected XIntOrString value to be either a string or integer');
  }
  switch (s.type) {
    case 'object':
      if (!isObject(x)) throw wrong('expected a map for the provided schema with type=object');
      return objectValue(x, s);
    case 'array': {
      const items = itemSchema(s);
      if (!Array.isArray(x)) throw wrong('expected an array for the provided schema with type=array');
      if (!items) throw new EvaluationError('invalid array type, expected Items with a non-empty Schema');
      return new ListValue(
        x.map((v) => ruleValue(v, items)),
        s['x-kubernetes-list-type'] ?? 'atomic',
        (s['x-kubernetes-list-map-keys'] ?? []).map((k) => escaped(k) ?? k),
      );
    }
    case 'string':
      if (typeof x !== 'string') throw wrong(`expected string, got ${goType(x)}`);
      return textValue(x, s.format ?? '');
    case 'number':
      if (typeof x !== 'number') throw wrong(`expected float, got ${goType(x)}`);
      return x;
    case 'integer':
      if (typeof x !== 'number' || !Number.isInteger(x)) throw wrong(`expected int, got ${goType(x)}`);
      return BigInt(x);
    case 'boolean':
      if (typeof x !== 'boolean') throw wrong(`expected bool, got ${goType(x)}`);
      return x;
    default:
      return new OpaqueValue('unknown', canonical(x), x);
  }
}

const goType = (x: unknown) =>
  typeof x === 'string'
    ? 'string'
    : typeof x === 'boolean'
      ? 'bool'
      : typeof x === 'number'
        ? Number.isInteger(x)
          ? 'int64'
          : 'float64'
        : Array.isArray(x)
          ? '[]interface {}'
          : 'map[string]interface {}';

const OLD_UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};
const LONG_UNIT: Readonly<Record<string, string>> = {
  nanosecond: 'ns',
  microsecond: 'us',
  millisecond: 'ms',
  second: 's',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  hr: 'h',
  min: 'm',
  sec: 's',
};

/** '3 days' as well as what Go reads. */
function spanOf(text: string): bigint | undefined {
  const known = parseSpan(text);
  if (known !== undefined) return known;
  const parts = [...text.matchAll(/(\d+)\s*([a-zµ]+)/gi)];
  const sizes = parts.map(([, n, unit = '']) => {
    const short = unit.toLowerCase().replace(/s$/, '');
    const size = OLD_UNITS[unit] ?? OLD_UNITS[LONG_UNIT[short] ?? ''];
    return size === undefined ? undefined : BigInt(n as string) * size;
  });
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : (sizes as bigint[]).reduce((a, b) => a + b, 0n);
}

function textValue(text: string, format: string): Value {
  switch (format) {
    case 'duration': {
      const n = spanOf(text);
      if (n === undefined) throw new EvaluationError(`Invalid duration ${text}: unable to parse ${text} as duration`);
      return new Span(n);
    }
    case 'date': {
      const t = parseInstant(`${text}T00:00:00Z`);
      if (!t) throw new EvaluationError(`Invalid date formatted string ${text}`);
      return t;
    }
    case 'date-time': {
      const t = parseInstant(text.replace(' ', 'T'));
      if (!t) throw new EvaluationError(`Invalid date-time formatted string ${text}`);
      return t;
    }
    case 'byte':
      return Uint8Array.from(bytesOfBase64(text));
    default:
      return text;
  }
}

function objectValue(x: JsonObject, s: JSONSchemaProps): MapValue {
  const schema = s['x-kubernetes-embedded-resource'] ? withMetadata(s) : s;
  const values = schema.properties ? undefined : valueSchema(schema);
  return new LazyMap(x, schema.properties !== undefined, (k) => (schema.properties ? propertySchema(schema, k) : values));
}

/** A map whose values are looked at when they are asked for: a rule seldom needs all of an object. */
class LazyMap extends MapValue {
  constructor(x: JsonObject, object: boolean, schemaOf: (key: string) => JSONSchemaProps | undefined) {
    const seen = new Map<string, Value | undefined>();
    const get = (k: Key): Value | undefined => {
      if (typeof k !== 'string') return undefined;
      if (seen.has(k)) return seen.get(k);
      const field = object ? unescaped(k) : k;
      const schema = field !== undefined && Object.hasOwn(x, field) ? schemaOf(field) : undefined;
      const v = schema === undefined || (object && x[field as string] === null) ? undefined : ruleValue(x[field as string], schema);
      seen.set(k, v);
      return v;
    };
    const keys = () =>
      Object.keys(x)
        .filter((k) => schemaOf(k) && (!object || escaped(k) !== undefined))
        .map((k) => (object ? (escaped(k) as string) : k));
    super({
      size: Object.keys(x).length,
      get rest() {
        const unknown = Object.entries(x).filter(([k]) => !schemaOf(k) || (object && escaped(k) === undefined));
        return unknown.length ? canonical(Object.fromEntries(unknown)) : '';
      },
      get,
      has: (k) => get(k) !== undefined,
      keys,
    });
  }
}
