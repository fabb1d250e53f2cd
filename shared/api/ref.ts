/** References: which object is meant, apart from which version of it. */

/** A resource as the store files it: 'core/pods', 'apps/deployments'. */
export type ResourceId = string;

/** Names one object. `namespace` is '' for a cluster-scoped one. */
export interface Ref {
  readonly resource: ResourceId;
  readonly namespace: string;
  readonly name: string;
}

/** The store's name for a group and plural: the core group, nameless in the API, is 'core' here. */
export function resourceId(group: string, plural: string): ResourceId {
  return `${group || 'core'}/${plural}`;
}

/** The key of an object in the log: group/resource/namespace/name. */
export function keyOf(ref: Ref): string {
  return `${ref.resource}/${ref.namespace}/${ref.name}`;
}

/** Reads a log key back. Names and namespaces hold no slash, so the four parts are unambiguous. */
export function parseKey(key: string): Ref {
  const [group, plural, namespace, name] = key.split('/') as [string, string, string, string];
  return { resource: `${group}/${plural}`, namespace, name };
}

/** The part of a key that names the object within its resource: 'shop/web', or '/node-1' without a namespace. */
export function localKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Splits a local key. */
export function splitLocalKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
