/** In which form the client takes objects: whole, as rows of a table, or their metadata alone. Source: apiserver's handlers/negotiation. */
import { ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { accepted, isJson, type Accepted } from '../discovery/accept.ts';
import { apiVersionOf, fromStored } from '../served-version.ts';
import type { Resource } from '../resources.ts';
import { columnsOf, metadataOf, rowOf, type ColumnDefinition, type Included } from './table.ts';
import type { Core } from '../context.ts';

/** A form. */
export interface Representation {
  readonly as: 'Object' | 'Table' | 'PartialObjectMetadata';
  /** The version of meta.k8s.io that a table or metadata is said in. */
  readonly version: string;
  readonly yaml: boolean;
}

/** What Kubernetes answers in. Who asks for protobuf alone is told what there is without it. */
const TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** 406, with what would be answered. */
function unacceptable(accept: string): ApiError {
  return new ApiError(
    'NotAcceptable',
    `only the following media types are accepted: ${TYPES.filter((t) => !t.endsWith('protobuf') || !accept.includes(t)).join(', ')}`,
  );
}

const isYaml = (a: Accepted) => a.type === 'application/yaml';

/** The first form of an Accept header that is served. Throws NotAcceptable. */
export function representationOf(accept: string): Representation {
  for (const a of accepted(accept)) {
    if (!isJson(a) && !isYaml(a)) continue;
    const { as, v = '', g } = a.parameters;
    const yaml = isYaml(a);
    if (as === undefined) return { as: 'Object', version: '', yaml };
    if (g !== 'meta.k8s.io' || (v !== 'v1' && v !== 'v1beta1')) continue;
    if (as === 'Table') return { as, version: v, yaml };
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return { as: 'PartialObjectMetadata', version: v, yaml };
  }
  throw unacceptable(accept);
}

/** What of a list's metadata goes along. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** One object as it is sent. `included` is what a table row carries of it. */
export function represent(core: Core, r: Resource, form: Representation, o: ApiObject, included: Included): object {
  switch (form.as) {
    case 'Object':
      return fromStored(r, o);
    case 'PartialObjectMetadata':
      return metadataOf(o, form.version);
    case 'Table':
      return tableOf(core, r, form, [o], { resourceVersion: o.metadata.resourceVersion }, included);
  }
}

/** A list of objects as it is sent. The items of Kubernetes' own kinds do not repeat what they are. */
export function representList(
  core: Core,
  r: Resource,
  form: Representation,
  items: readonly ApiObject[],
  metadata: ListMeta,
  included: Included,
): object {
  switch (form.as) {
    case 'Object':
      return {
        kind: `${r.definition.kind}List`,
        apiVersion: apiVersionOf(r),
        metadata,
        items: items.map((o) => (r.definition.structural ? fromStored(r, o) : withoutType(fromStored(r, o)))),
      };
    case 'PartialObjectMetadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: `meta.k8s.io/${form.version}`,
        metadata,
        items: items.map((o) => ({ metadata: o.metadata })),
      };
    case 'Table':
      return tableOf(core, r, form, items, metadata, included);
  }
}

/** A table of one row for each object. */
export function tableOf(
  core: Core,
  r: Resource,
  form: Representation,
  items: readonly ApiObject[],
  metadata: object,
  included: Included,
  columns: readonly ColumnDefinition[] | null = columnsOf(r),
): object {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${form.version}`,
    metadata,
    columnDefinitions: columns,
    rows: items.map((o) => rowOf(core, r, o, included)),
  };
}

function withoutType({ apiVersion: _v, kind: _k, ...rest }: ApiObject): object {
  return rest;
}
