/** How objects of a resource are compared and merged, in the version of a request. */
import { structDecoder } from '#shared/api/decode/struct-decoder.ts';
import { compareObjects, type Comparison } from '#shared/api/fields/compare.ts';
import { structuralNode, typeNode, type MapNode } from '#shared/api/fields/merge-schema.ts';
import { deepFreeze, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Resource } from '../resources.ts';
import { fromStored, servedVersion } from '../served-version.ts';

/** The merge schema of a resource's version. */
export function mergeNode(r: Resource): MapNode {
  const version = servedVersion(r) ?? r.definition;
  return version.structural ? structuralNode(version.structural) : typeNode(version.type ?? r.definition.kind);
}

const zeros = new Map<string, JsonObject>();

/** An object of the resource before anything is said of it: what Kubernetes writes even then. */
function emptyObject(r: Resource): JsonObject {
  const version = servedVersion(r) ?? r.definition;
  const type = version.type ?? r.definition.kind;
  if (version.structural) return NOTHING;
  let zero = zeros.get(type);
  if (!zero) zeros.set(type, (zero = deepFreeze(structDecoder(type).zero as JsonObject)));
  return zero;
}

const NOTHING: JsonObject = Object.freeze({});

/** Metadata that the server sets is nobody's. */
const SERVERS = new Set([
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]);
const serversMetadata = (field: string) => SERVERS.has(field);
const statusMetadata = (field: string) => field !== 'annotations';

/** Which fields of an object a write to it, or to its subresource, cannot set. */
export function ignoredField(r: Resource, subresource: string): (field: string) => boolean {
  if (subresource === 'status') return onlyStatus;
  return subresource || r.definition.subresources?.some((s) => s.name === 'status') ? allButStatus : named;
}

const named = (field: string) => field === 'apiVersion' || field === 'kind';
const allButStatus = (field: string) => named(field) || field === 'status';
const onlyStatus = (field: string) => field !== 'status' && field !== 'metadata';

/** Whether a field of the metadata is not recorded. */
export function ignoredMetadata(subresource: string): (field: string) => boolean {
  return subresource === 'status' ? statusMetadata : serversMetadata;
}

/** What a write to a resource, or its subresource, makes different; `before` is undefined for a create. Objects as they are stored. */
export function compareStored(r: Resource, subresource: string, before: ApiObject | undefined, after: ApiObject): Comparison {
  return compareObjects(
    mergeNode(r),
    before ? (fromStored(r, before) as unknown as JsonObject) : emptyObject(r),
    fromStored(r, after) as unknown as JsonObject,
    ignoredField(r, subresource),
    ignoredMetadata(subresource),
  );
}
