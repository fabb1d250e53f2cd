/** The shapes every Kubernetes object shares. Source: the API conventions, "Objects". */
import type { ObjectMeta, OwnerReference } from '../kinds/generated/types.ts';

/** Metadata as the server keeps it: named, identified, versioned. */
export interface Metadata extends ObjectMeta {
  readonly name: string;
  readonly uid: string;
  /** The revision of the log that wrote this object, in decimal. */
  readonly resourceVersion: string;
  /** RFC 3339, whole seconds. */
  readonly creationTimestamp: string;
}

/** An object as it is stored and served. Frozen; sub-objects may be shared with other objects. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

/** An object on its way in: nothing is promised but that it is an object. */
export interface Draft {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}

type Present<T, K extends string> = T extends { readonly [P in K]?: infer S } ? { readonly [P in K]: NonNullable<S> } : unknown;

/** A generated type as it comes out of the store: metadata complete, spec and status there (empty at least). */
export type Live<T> = Omit<T, 'apiVersion' | 'kind' | 'metadata' | 'spec' | 'status'> &
  ApiObject &
  Present<T, 'spec'> &
  Present<T, 'status'>;

/** The owner reference with controller: true, if there is one. */
export function controllerOf(o: { readonly metadata: ObjectMeta }): OwnerReference | undefined {
  return o.metadata.ownerReferences?.find((r) => r.controller === true);
}

/** The reference by which `owner` owns what it makes (blocking foreground deletion, as the controllers write it). */
export function controllerReference(owner: ApiObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The namespace of a namespaced object, '' for one that is cluster-scoped. */
export function namespaceOf(o: { readonly metadata: ObjectMeta }): string {
  return o.metadata.namespace ?? '';
}

/** True once deletion has been asked for and finalizers or a grace period hold the object. */
export function isTerminating(o: { readonly metadata: ObjectMeta }): boolean {
  return o.metadata.deletionTimestamp !== undefined;
}

/** The API group of an apiVersion: 'apps' for 'apps/v1', '' for 'v1'. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version of an apiVersion: 'v1' for 'apps/v1'. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** The revision of the write that an object is of. */
export function writtenAt(o: ApiObject): number {
  return Number(o.metadata.resourceVersion);
}
