/** Which resource an object belongs to: the kinds Drydock knows and those the design itself defines. */
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf, resourceId, type ResourceId } from '#shared/api/ref.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import { kinds } from '#shared/kinds/index.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';

/** Facts about a resource that the window needs. */
export interface ResourceInfo {
  readonly id: ResourceId;
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Absent for a custom resource. */
  readonly definition?: KindDefinition;
}

const builtIn: readonly ResourceInfo[] = kinds.map((d) => ({
  id: resourceOf(d),
  apiVersion: d.apiVersion,
  kind: d.kind,
  plural: d.plural,
  namespaced: d.namespaced,
  definition: d,
}));

/** Resources by id and by apiVersion and kind. Custom ones come and go with their definitions. */
export class Resources {
  readonly #byId = new Map<ResourceId, ResourceInfo>();
  readonly #byKind = new Map<string, ResourceInfo>();

  constructor() {
    this.clear();
  }

  /** The resource of an id. */
  byId(id: ResourceId): ResourceInfo | undefined {
    return this.#byId.get(id);
  }

  /** The resource of an apiVersion and kind. */
  ofKind(apiVersion: string, kind: string): ResourceInfo | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** All of them, the built-in ones first. */
  all(): readonly ResourceInfo[] {
    return [...this.#byId.values()];
  }

  /** The log key of an object; undefined where its kind is unknown. */
  keyOf(o: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name?: string; readonly namespace?: string };
  }): string | undefined {
    const r = this.ofKind(o.apiVersion, o.kind);
    return r && keyOf({ resource: r.id, namespace: r.namespaced ? (o.metadata.namespace ?? 'default') : '', name: o.metadata.name ?? '' });
  }

  /** Takes note of a custom resource's definition. */
  define(o: ApiObject): void {
    const { group, names, scope, versions } = (o as CustomResourceDefinition).spec;
    for (const v of versions) {
      this.#add({
        id: resourceId(group, names.plural),
        apiVersion: `${group}/${v.name}`,
        kind: names.kind,
        plural: names.plural,
        namespaced: scope === 'Namespaced',
      });
    }
  }

  /** Forgets the custom ones. */
  clear(): void {
    this.#byId.clear();
    this.#byKind.clear();
    for (const r of builtIn) this.#add(r);
  }

  #add(r: ResourceInfo): void {
    this.#byId.set(r.id, r);
    this.#byKind.set(`${r.apiVersion}/${r.kind}`, r);
    for (const v of r.definition?.served ?? []) this.#byKind.set(`${v.apiVersion}/${r.kind}`, r);
  }
}
