/** The schema of a custom resource as OpenAPI documents show it. Source: apiextensions' controller/openapi/builder. */
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { JSONSchemaProps } from '#shared/kinds/generated/types.ts';
import { describe } from '#shared/kinds/schema/descriptions.ts';
import type { Schema, SchemaWriter } from './type-schema.ts';

/** 'com.example.stable.v1.CronTab' of group stable.example.com. */
export function customModelName(group: string, version: string, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** The object itself: what its author specified, completed by what every object has. */
export function customSchema(structural: JSONSchemaProps, gvk: object, writer: SchemaWriter): Schema {
  const s = (writer.dialect === 2 ? forSwagger(structural) : structural) as JsonObject;
  const metadata = writer.ref('ObjectMeta');
  const about = (field: string) => describe('Pod', field);
  return {
    ...s,
    type: 'object',
    properties: {
      ...(s['properties'] as object | undefined),
      apiVersion: { description: about('apiVersion'), type: 'string' },
      kind: { description: about('kind'), type: 'string' },
      metadata:
        writer.dialect === 3 ? { allOf: [metadata], description: about('metadata') } : { description: about('metadata'), ...metadata },
    },
    'x-kubernetes-group-version-kind': [gvk],
  };
}

/** The list of such objects. */
export function customListSchema(item: Schema, kind: string, listGvk: object, writer: SchemaWriter): Schema {
  return {
    description: `${kind}List is a list of ${kind}`,
    required: ['items'],
    type: 'object',
    properties: {
      apiVersion: { description: describe('PodList', 'apiVersion'), type: 'string' },
      items: {
        description: `List of ${kind.toLowerCase()}s. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`,
        items: item,
        type: 'array',
      },
      kind: { description: describe('PodList', 'kind'), type: 'string' },
      metadata:
        writer.dialect === 3
          ? { allOf: [writer.ref('ListMeta')], description: describe('PodList', 'metadata') }
          : { description: describe('PodList', 'metadata'), ...writer.ref('ListMeta') },
    },
    'x-kubernetes-group-version-kind': [listGvk],
  };
}

/** Swagger has no oneOf, anyOf, not, nullable; what allows several types has none there. */
function forSwagger(s: unknown): unknown {
  if (Array.isArray(s)) return s.map(forSwagger);
  if (!isObject(s)) return s;
  const { oneOf: _1, anyOf: _2, not: _3, allOf: _4, nullable: _5, default: _6, 'x-kubernetes-validations': _7, ...rest } = s;
  const out: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(rest))
    out[k] =
      k === 'properties' && isObject(v)
        ? Object.fromEntries(Object.entries(v).map(([f, p]) => [f, forSwagger(p)]))
        : k === 'items' || k === 'additionalProperties'
          ? forSwagger(v)
          : v;
  if (s['x-kubernetes-int-or-string'] === true || s['x-kubernetes-preserve-unknown-fields'] === true) delete out['type'];
  return s['x-kubernetes-preserve-unknown-fields'] === true
    ? Object.fromEntries(Object.entries(out).filter(([k]) => k === 'description' || k.startsWith('x-')))
    : out;
}
