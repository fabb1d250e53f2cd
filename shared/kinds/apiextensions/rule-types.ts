/** What a schema is as a type of expressions. Source: apiserver's cel/common SchemaDeclType. */
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listOf, mapOf, STRING, TIMESTAMP, type Type } from '../../cel/types.ts';
import type { JSONSchemaProps } from '../generated/types.ts';
import { escaped } from './field-names.ts';
import { itemSchema, valueSchema } from './structural-pruning.ts';

const FORMATS: Readonly<Record<string, Type>> = { byte: BYTES, duration: DURATION, date: TIMESTAMP, 'date-time': TIMESTAMP };

/** The type of a schema's values; undefined for what rules cannot see. `root` for a whole resource, embedded ones too. */
export function ruleType(s: JSONSchemaProps, root: boolean, name = 'selfType'): Type | undefined {
  if (s['x-kubernetes-int-or-string']) return DYN;
  switch (s.type) {
    case 'array': {
      const items = itemSchema(s);
      const of = items && ruleType(items, items['x-kubernetes-embedded-resource'] === true, `${name}.@idx`);
      return of && listOf(of);
    }
    case 'object': {
      const values = valueSchema(s);
      if (!values) return objectType(root ? withMetadata(s) : s, name);
      const of = ruleType(values, values['x-kubernetes-embedded-resource'] === true, `${name}.@elem`);
      return of && mapOf(STRING, of);
    }
    case 'string':
      return FORMATS[s.format ?? ''] ?? STRING;
    case 'boolean':
      return BOOL;
    case 'number':
      return DOUBLE;
    case 'integer':
      return INT;
    default:
      return undefined;
  }
}

/** An object's fields are worked out when a rule speaks of one: few do of most. */
function objectType(s: JSONSchemaProps, name: string): Type {
  let fields: ReadonlyMap<string, Type> | undefined;
  return {
    kind: 'object',
    name,
    get fields() {
      return (fields ??= fieldsOf(s, name));
    },
  };
}

function fieldsOf(s: JSONSchemaProps, name: string): ReadonlyMap<string, Type> {
  const found = new Map<string, Type>();
  for (const [field, property] of Object.entries(s.properties ?? {})) {
    const key = escaped(field);
    const type =
      key === undefined ? undefined : ruleType(property, property['x-kubernetes-embedded-resource'] === true, `${name}.${field}`);
    if (key !== undefined && type) found.set(key, type);
  }
  return found;
}

const TEXT: JSONSchemaProps = { type: 'string' };
const METADATA: JSONSchemaProps = { type: 'object', properties: { name: TEXT, generateName: TEXT } };

/** A resource's schema with what every resource has, as far as rules may see it. */
export function withMetadata(s: JSONSchemaProps): JSONSchemaProps {
  const { kind, apiVersion, metadata } = s.properties ?? {};
  if (
    kind?.type === 'string' &&
    apiVersion?.type === 'string' &&
    metadata?.type === 'object' &&
    metadata.properties?.['name']?.type === 'string' &&
    metadata.properties['generateName']?.type === 'string'
  )
    return s;
  return { ...s, properties: { ...s.properties, kind: TEXT, apiVersion: TEXT, metadata: METADATA } };
}
