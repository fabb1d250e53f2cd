/** What discovery says of one resource. Source: apiserver's installer.go, apiextensions' customresource_discovery_controller. */
import { base64Bytes, utf8 } from '#shared/api/base64.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import { groupOf, versionOf } from '#shared/api/object.ts';
import { ALL_VERBS, type KindDefinition, type Subresource } from '#shared/kinds/definition.ts';
import { sha256 } from '../authentication/hmac.ts';
import type { Resource } from '../resources.ts';
import { servedVersion } from '../served-version.ts';

/** An entry of an APIResourceList. */
export interface ApiResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

/** Kubernetes stores these in an older version than the newest it serves. */
const STORED_IN: Readonly<Record<string, string>> = { CustomResourceDefinition: 'v1beta1' };

/** Tells in which version objects of a kind are stored. */
const storageVersionHash = memoByIdentity((d: KindDefinition) =>
  base64Bytes(
    sha256(utf8(`${groupOf(d.apiVersion)}/${(d.structural ? undefined : STORED_IN[d.kind]) ?? versionOf(d.apiVersion)}/${d.kind}`)).slice(
      0,
      8,
    ),
  ),
);

/** A resource itself. */
export function apiResource(r: Resource): ApiResource {
  const { definition: d } = r;
  const shortNames = servedVersion(r)?.shortNames ?? d.shortNames;
  const verbs = d.verbs ?? ALL_VERBS;
  return {
    name: d.plural,
    singularName: d.singular ?? d.kind.toLowerCase(),
    namespaced: d.namespaced,
    kind: d.kind,
    verbs,
    ...(shortNames?.length ? { shortNames } : {}),
    ...(d.categories?.length ? { categories: d.categories } : {}),
    ...(verbs.includes('create') && verbs.includes('list') ? { storageVersionHash: storageVersionHash(d) } : {}),
  };
}

/** A resource and its subresources, as an APIResourceList has them. */
export function apiResources(r: Resource): readonly ApiResource[] {
  const { definition: d } = r;
  return [
    apiResource(r),
    ...subresourcesOf(r).map((s): ApiResource => {
      const speaks = spokenBy(r, s);
      return {
        name: `${d.plural}/${s.name}`,
        singularName: '',
        namespaced: d.namespaced,
        ...(speaks.group === r.group && speaks.version === r.version ? {} : { group: speaks.group, version: speaks.version }),
        kind: speaks.kind,
        verbs: s.verbs,
      };
    }),
  ];
}

/** The subresources of a resource: by name, but of a custom one as they are looked for. */
export function subresourcesOf({ definition: d }: Resource): readonly Subresource[] {
  return d.structural ? (d.subresources ?? []) : [...(d.subresources ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The kind a subresource speaks. */
export function spokenBy(r: Resource, s: Subresource): { readonly group: string; readonly version: string; readonly kind: string } {
  return {
    group: s.apiVersion === undefined ? r.group : groupOf(s.apiVersion),
    version: s.apiVersion === undefined ? r.version : versionOf(s.apiVersion),
    kind: s.kind ?? r.definition.kind,
  };
}
