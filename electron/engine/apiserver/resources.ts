/** Which resources are served: the kinds of `shared/kinds`, and those that CustomResourceDefinitions add and take away. */
import type { About } from '#shared/api/errors.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import { group, resourceOf, version, type KindDefinition } from '#shared/kinds/definition.ts';

/** A resource as it is served: a definition, under one of the versions it is served in. */
export interface Resource {
  readonly id: ResourceId;
  /** With what the version of this path has of its own. */
  readonly definition: KindDefinition;
  readonly group: string;
  /** The version of this path; objects are stored in the definition's own. */
  readonly version: string;
  /** What errors say of it. */
  readonly about: About;
}

/** The served resources, found by path, by kind or by id. */
export class Resources {
  readonly #byId = new Map<ResourceId, Resource>();
  readonly #byPath = new Map<string, Resource>();
  readonly #byKind = new Map<string, Resource>();
  #changes = 0;

  constructor(kinds: Iterable<KindDefinition>) {
    for (const k of kinds) this.add(k);
  }

  /** Grows with every change of what is served. */
  get changes(): number {
    return this.#changes;
  }

  /** Serves a kind, replacing one of the same group and plural. */
  add(definition: KindDefinition): void {
    const id = resourceOf(definition);
    const g = group(definition);
    const v = version(definition);
    this.remove(id);
    const about: About = { group: g, plural: definition.plural, kind: definition.kind };
    const own: Resource = { id, definition, group: g, version: v, about };
    this.#byId.set(id, own);
    for (const r of [
      ...(definition.storedOnly ? [] : [own]),
      ...(definition.served ?? []).map((s): Resource => ({
        ...own,
        ...(s.own ? { definition: ofVersion(definition, s.own) } : {}),
        group: group(s),
        version: version(s),
        about: { ...about, group: group(s) },
      })),
    ]) {
      this.#byPath.set(pathKey(r.group, r.version, definition.plural), r);
      this.#byKind.set(`${r.group}/${r.version}/${definition.kind}`, r);
    }
  }

  /** Stops serving a resource. */
  remove(id: ResourceId): void {
    this.#changes++;
    this.#byId.delete(id);
    for (const map of [this.#byPath, this.#byKind]) for (const [k, r] of map) if (r.id === id) map.delete(k);
  }

  byId(id: ResourceId): Resource | undefined {
    return this.#byId.get(id);
  }
  byPath(g: string, v: string, plural: string): Resource | undefined {
    return this.#byPath.get(pathKey(g, v, plural));
  }
  byKind(g: string, v: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${g}/${v}/${kind}`);
  }

  /** The resource of a kind in any of its versions, as an owner reference or a scale target names it. */
  byGroupKind(g: string, kind: string): Resource | undefined {
    for (const r of this.#byId.values())
      if (r.definition.kind === kind && (r.group === g || r.definition.served?.some((s) => group(s) === g))) return r;
    return undefined;
  }

  /** Every resource under every version it is served in, in the order they were added. */
  served(): readonly Resource[] {
    return [...this.#byPath.values()];
  }

  /** Every resource once, under the version it is stored in. */
  all(): readonly Resource[] {
    return [...this.#byId.values()];
  }
}

/** A definition with what one of its versions has of its own; what that does not have is not the other's. */
function ofVersion(d: KindDefinition, own: Partial<KindDefinition>): KindDefinition {
  const { scale: _scale, selectableFields: _fields, deprecation: _word, ...shared } = d;
  return Object.freeze<KindDefinition>({ ...shared, ...own });
}

const pathKey = (g: string, v: string, plural: string) => `${g}/${v}/${plural}`;
