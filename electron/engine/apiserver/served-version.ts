/** An object as the version of a request's path has it, and back. */
import type { ApiObject, Draft } from '#shared/api/object.ts';
import type { Expected } from '#shared/api/decode/body.ts';
import type { ServedVersion } from '#shared/kinds/definition.ts';
import type { Resource } from './resources.ts';

/** The apiVersion of a resource's path: 'apps/v1', 'v1'. */
export function apiVersionOf(r: Pick<Resource, 'group' | 'version'>): string {
  return r.group ? `${r.group}/${r.version}` : r.version;
}

/** The version a resource is served in, undefined where that is the stored one. */
export function servedVersion(r: Resource): ServedVersion | undefined {
  const apiVersion = apiVersionOf(r);
  return apiVersion === r.definition.apiVersion ? undefined : r.definition.served?.find((s) => s.apiVersion === apiVersion);
}

/** A stored object as this resource's version has it. */
export function fromStored(r: Resource, o: ApiObject): ApiObject {
  return servedVersion(r)?.fromStored(o) ?? o;
}

/** A draft in this resource's version, as it is stored. */
export function toStored(r: Resource, draft: Draft): Draft {
  return servedVersion(r)?.toStored(draft) ?? draft;
}

/** What a body sent to this resource is read as. */
export function expected(r: Resource): Expected {
  const served = servedVersion(r);
  const { definition } = r;
  const custom = served ? served.structural : definition.structural;
  return {
    group: r.group,
    version: r.version,
    kind: definition.kind,
    type: custom ? undefined : served ? (served.type ?? definition.kind) : (definition.type ?? definition.kind),
  };
}

/** Of a custom resource: the fields of a body that its schema does not know, in the words of strict decoding. */
export function unknownFields(r: Resource, o: object): readonly string[] {
  return ((servedVersion(r) ?? r.definition).unknownFields?.(o) ?? []).map((f) => `unknown field ${JSON.stringify(f)}`);
}
