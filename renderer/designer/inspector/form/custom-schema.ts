/** The form of a custom resource, from the structural schema of its definition. */
import { isObject } from '#shared/api/json.ts';
import { groupOf, versionOf, type ApiObject } from '#shared/api/object.ts';
import type { JSONSchemaProps } from '#shared/kinds/generated/types.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { schemaOfType, type FormField, type FormSchema, type ObjectSchema, type Scalar } from './form-schema.ts';

/** The schema that a definition gives to an object; undefined where none of the definitions is about it. */
export function schemaOfCustom(o: ApiObject, definitions: readonly CustomResourceDefinition[]): ObjectSchema | undefined {
  const definition = definitions.find((d) => d.spec.group === groupOf(o.apiVersion) && d.spec.names.kind === o.kind);
  const version = definition?.spec.versions.find((v) => v.name === versionOf(o.apiVersion));
  if (!version) return undefined;
  const own = ofStructural(version.schema?.openAPIV3Schema ?? {});
  const fields = own.kind === 'object' ? own.fields() : new Map<string, FormField>();
  const metadata = schemaOfType('ObjectMeta');
  return {
    kind: 'object',
    fields: () =>
      new Map([
        ...(metadata ? [['metadata', { name: 'metadata', schema: metadata, required: false, description: '' }] as const] : []),
        ...[...fields].filter(([name]) => name !== 'metadata'),
      ]),
  };
}

/** A structural schema as a form's. */
export function ofStructural(s: JSONSchemaProps): FormSchema {
  if (s['x-kubernetes-int-or-string']) return { kind: 'scalar', scalar: 'intOrString' };
  if (s.type === 'array' && isObject(s.items)) return { kind: 'list', items: ofStructural(s.items as JSONSchemaProps) };
  if (isObject(s.additionalProperties)) return { kind: 'map', items: ofStructural(s.additionalProperties as JSONSchemaProps) };
  if (s.properties && Object.keys(s.properties).length > 0) {
    let fields: ReadonlyMap<string, FormField> | undefined;
    const { properties, required = [] } = s;
    return {
      kind: 'object',
      fields: () =>
        (fields ??= new Map(
          Object.entries(properties).map(([name, p]) => [
            name,
            { name, schema: ofStructural(p), required: required.includes(name), description: p.description ?? '' },
          ]),
        )),
    };
  }
  const bounds = { ...(s.minimum !== undefined && { least: s.minimum }), ...(s.maximum !== undefined && { most: s.maximum }) };
  const values = s.enum?.filter((v) => typeof v === 'string' || typeof v === 'number').map(String);
  return { kind: 'scalar', scalar: scalarOf(s), ...bounds, ...(values?.length ? { values } : {}) };
}

function scalarOf(s: JSONSchemaProps): Scalar {
  if (s.type === 'boolean' || s.type === 'integer' || s.type === 'number') return s.type;
  return s.type !== 'string' ? 'any' : s.format === 'date-time' ? 'time' : s.format === 'byte' ? 'bytes' : 'string';
}
