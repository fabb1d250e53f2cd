/** Whole OpenAPI documents: one for a group and version in version 3, one for everything in version 2. */
import { KUBERNETES_VERSION } from '#shared/api/kubernetes-version.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import { servedVersion } from '../served-version.ts';
import type { Resource } from '../resources.ts';
import { customListSchema, customModelName, customSchema } from './custom-schema.ts';
import { pathsOf, type PathItem } from './operations.ts';
import { SchemaWriter, type Dialect } from './type-schema.ts';

/** A document of these resources. */
export function document(dialect: Dialect, resources: readonly Resource[]): object {
  const writer = new SchemaWriter(dialect, kindsOf(resources));
  const paths = new Map<string, PathItem>();
  for (const r of resources) for (const [path, item] of pathsOf(r, bodiesOf(r, writer), writer)) paths.set(path, item);
  const info = { title: 'Kubernetes', version: KUBERNETES_VERSION };
  const sorted = Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1)));
  const bearer = { BearerToken: { description: 'Bearer Token authentication', in: 'header', name: 'authorization', type: 'apiKey' } };
  return dialect === 3
    ? { openapi: '3.0.0', info, paths: sorted, components: { schemas: writer.models(), securitySchemes: bearer } }
    : { swagger: '2.0', info, paths: sorted, definitions: writer.models(), securityDefinitions: bearer, security: [{ BearerToken: [] }] };
}

const typeOfResource = (r: Resource): string => servedVersion(r)?.type ?? r.definition.type ?? r.definition.kind;
const listTypes: Readonly<Record<string, string>> = {
  EventsEvent: 'EventsEventList',
  HorizontalPodAutoscalerV1: 'HorizontalPodAutoscalerListV1',
};
const listTypeOf = (type: string): string => listTypes[type] ?? `${type}List`;
const isCustom = (d: KindDefinition) => d.structural !== undefined;

/** Kind, group and version of every type that is one. */
function kindsOf(resources: readonly Resource[]): ReadonlyMap<string, readonly object[]> {
  const kinds = new Map<string, object[]>();
  const add = (type: string, gvk: object) => {
    kinds.set(type, [...(kinds.get(type) ?? []), gvk]);
  };
  for (const { definition: d, ...r } of resources) {
    if (isCustom(d)) continue;
    const type = typeOfResource({ definition: d, ...r });
    add(type, { group: r.group, kind: d.kind, version: r.version });
    if (d.verbs?.includes('list') ?? true) add(listTypeOf(type), { group: r.group, kind: `${d.kind}List`, version: r.version });
    for (const { group, version } of [r])
      for (const t of ['DeleteOptions'])
        if (!kinds.get(t)?.some((k) => (k as { group: string }).group === group && (k as { version: string }).version === version))
          add(t, { group, kind: t, version });
  }
  for (const [type, group, version] of [
    ['Status', '', 'v1'],
    ['Scale', 'autoscaling', 'v1'],
    ['Eviction', 'policy', 'v1'],
    ['TokenRequest', 'authentication.k8s.io', 'v1'],
    ['Binding', '', 'v1'],
  ] as const)
    if (!kinds.has(type)) add(type, { group, kind: type, version });
  return kinds;
}

function bodiesOf(r: Resource, writer: SchemaWriter): Parameters<typeof pathsOf>[1] {
  const { definition: d, group, version } = r;
  const structural = (servedVersion(r) ?? d).structural;
  if (!structural) {
    const type = typeOfResource(r);
    const one = writer.ref(type);
    return { one, many: (d.verbs?.includes('list') ?? true) ? writer.ref(listTypeOf(type)) : one };
  }
  const model = customModelName(group, version, d.kind);
  const listKind = d.listKind ?? `${d.kind}List`;
  const list = customModelName(group, version, listKind);
  const one = writer.referTo(model);
  writer.define(model, customSchema(structural, { group, kind: d.kind, version }, writer));
  writer.define(list, customListSchema(one, d.kind, { group, kind: listKind, version }, writer));
  return { one, many: writer.referTo(list) };
}
