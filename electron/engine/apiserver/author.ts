/**
 * A person's writes, object by object: authorised, decoded as strictly as kubectl asks for, converted to the stored version,
 * and put through the pipeline. For requests that carry whole objects (the canvas, an import) instead of a verb and a path.
 */
import { ApiError } from '#shared/api/errors.ts';
import { readValue } from '#shared/api/decode/body.ts';
import type { Repeats } from '#shared/api/decode/parse.ts';
import { groupOf, versionOf, type ApiObject, type Draft } from '#shared/api/object.ts';
import type { Ref } from '#shared/api/ref.ts';
import type { ServedVersion } from '#shared/kinds/definition.ts';
import { findType } from '#shared/kinds/schema/schema.ts';
import { authorize } from './authorization/authorizer.ts';
import { refusal } from './authorization/refusal.ts';
import type { Core, User } from './context.ts';
import { createObject } from './lifecycle/create.ts';
import { deleteObject, type DeleteOptions } from './lifecycle/delete.ts';
import { updateObject } from './lifecycle/update.ts';
import type { Write } from './lifecycle/write.ts';
import type { Resource } from './resources.ts';

/** Who writes, and under which name fields are recorded as managed. */
export interface Authorship {
  readonly user: User;
  readonly fieldManager: string;
  readonly warn?: (text: string) => void;
}

const NO_REPEATS: Repeats = new Map();

export class Author {
  readonly #core: Core;
  readonly #as: Authorship;

  constructor(core: Core, as: Authorship) {
    this.#core = core;
    this.#as = as;
  }

  /** The resource of an object. Refuses a kind that is not served, in kubectl's words. */
  resourceOf(o: Draft): Resource {
    const { apiVersion = '', kind = '' } = o;
    const found = this.#core.resources.byKind(groupOf(apiVersion), versionOf(apiVersion), kind);
    if (!found) throw new ApiError('NotFound', `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    return found;
  }

  /** Where an object lies: one of a namespaced kind that says no namespace lies in `namespace`. */
  refOf(o: Draft, namespace = 'default'): Ref {
    const resource = this.resourceOf(o);
    return {
      resource: resource.id,
      namespace: resource.definition.namespaced ? o.metadata?.namespace || namespace : '',
      name: o.metadata?.name ?? '',
    };
  }

  /** The stored object at the place of another, whoever may see it. */
  current(o: Draft, namespace?: string): ApiObject | undefined {
    return this.#core.store.get(this.refOf(o, namespace));
  }

  /** An object as its type reads it, in the version it says. Refuses unknown and repeated fields. */
  decode<T extends Draft>(value: object, resource: Resource = this.resourceOf(value), repeats: Repeats = NO_REPEATS): T {
    const { definition, group, version } = resource;
    const served = this.#served(resource);
    const type = served?.type ?? definition.type ?? definition.kind;
    return readValue<T>(
      { value, repeats },
      {
        group,
        version,
        kind: definition.kind,
        type: !definition.structural && findType(type) ? type : undefined,
        unknownFields: (served ?? definition).unknownFields,
      },
      'Strict',
      '',
    ).object;
  }

  create(value: object, namespace?: string): ApiObject {
    const resource = this.resourceOf(value);
    const ref = this.refOf(value, namespace);
    this.#may('create', resource, ref.namespace, '');
    return createObject(this.#core, { ...this.#write(resource, ref), name: '' }, this.#toStored(resource, this.decode(value, resource)));
  }

  /** Replaces an object by what `change` makes of it, in the version that `like` says. What changes nothing is not written. */
  update(like: Draft, change: (current: ApiObject) => object, namespace?: string): ApiObject {
    const resource = this.resourceOf(like);
    const ref = this.refOf(like, namespace);
    const served = this.#served(resource);
    this.#may('update', resource, ref.namespace, ref.name);
    return updateObject(this.#core, this.#write(resource, ref), (current) =>
      this.#toStored(resource, this.decode(change(served ? served.fromStored(current) : current), resource)),
    );
  }

  /** Deletes an object, or asks for its deletion. Undefined where it is gone, now or already. */
  delete(like: Draft, options: DeleteOptions = {}, namespace?: string): ApiObject | undefined {
    const resource = this.resourceOf(like);
    const ref = this.refOf(like, namespace);
    this.#may('delete', resource, ref.namespace, ref.name);
    if (!this.#core.store.get(ref)) return undefined;
    const { object, deleted } = deleteObject(this.#core, this.#write(resource, ref), options);
    return deleted ? undefined : object;
  }

  /** Refuses what the user may not do. */
  #may(verb: string, { group, definition }: Resource, namespace: string, name: string): void {
    const asked = { verb, group, resource: definition.plural, subresource: '', namespace, name };
    const { allowed, reason } = authorize(this.#core, this.#as.user, asked);
    if (!allowed) throw refusal(this.#as.user, asked, reason);
  }

  #write(resource: Resource, ref: Ref): Write {
    return { ...this.#as, resource, namespace: ref.namespace, name: ref.name };
  }

  /** The other version a resource is served in, where it is not the stored one. */
  #served({ definition, group, version }: Resource): ServedVersion | undefined {
    return definition.served?.find((s) => groupOf(s.apiVersion) === group && versionOf(s.apiVersion) === version);
  }

  #toStored(resource: Resource, o: Draft): Draft {
    return this.#served(resource)?.toStored(o) ?? o;
  }
}
