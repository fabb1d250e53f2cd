/**
 * The client inside the process: what controllers, scheduler, kubelets and provider use. The same pipeline as for
 * everybody, without the wire: typed objects in, frozen objects out.
 */
import { ApiError } from '#shared/api/errors.ts';
import { namespaceOf, type ApiObject, type Draft } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { Random } from '../clock/random.ts';
import type { ListQuery } from '../store/store.ts';
import { MASTERS, microTimestamp, timestamp, wallMs, type Core, type User } from './context.ts';
import { managerName } from './managed-fields/manager-name.ts';
import { createObject } from './lifecycle/create.ts';
import { deleteObject, type DeleteOptions } from './lifecycle/delete.ts';
import { updateObject } from './lifecycle/update.ts';
import type { Resource } from './resources.ts';

/** The fields of T that a caller may give when it makes one; the server sets the rest. */
export type DraftOf<T extends ApiObject> = {
  readonly [K in keyof T as K extends 'apiVersion' | 'kind' | 'metadata' | 'status' ? never : K]: T[K];
} & { readonly metadata: NonNullable<Draft['metadata']>; readonly status?: T extends { status: infer S } ? S : never };

/** Where to look in a list. */
export type Where = Omit<ListQuery, 'resource'>;

/** The API as a loop sees it. Every method answers at once: there is nothing to await and no race inside a reconcile. */
export interface Client {
  /** Virtual now, in ms since the design's epoch; `wallMs` in ms since 1970, `timestamp` as RFC 3339. */
  readonly now: Ms;
  readonly wallMs: Ms;
  /** The instant that `timestamp` tells: `wallMs` without a part of a second. What begins now is reckoned from it, as it will be once it is read off an object. */
  readonly wholeMs: Ms;
  readonly timestamp: string;
  readonly microTimestamp: string;
  /** Draw from a fork named after the object and the purpose. */
  readonly random: Random;
  get<T extends ApiObject>(kind: KindDefinition<T>, namespace: string, name: string): T | undefined;
  list<T extends ApiObject>(kind: KindDefinition<T>, where?: Where): readonly T[];
  /** Since when something has held of an object without a break (ms since 1970), as the log has it; undefined where it does not. `holds` is asked of undefined too: of there being none. */
  heldSince<T extends ApiObject>(
    kind: KindDefinition<T>,
    namespace: string,
    name: string,
    holds: (o: T | undefined) => boolean,
  ): Ms | undefined;
  create<T extends ApiObject>(kind: KindDefinition<T>, namespace: string, draft: DraftOf<T>): T;
  /** Writes the object without its status. */
  update<T extends ApiObject>(kind: KindDefinition<T>, next: T): T;
  /** Writes the status only. What changes nothing is not written. */
  updateStatus<T extends ApiObject>(kind: KindDefinition<T>, next: T): T;
  /** False where there was nothing to delete. */
  delete<T extends ApiObject>(kind: KindDefinition<T>, o: T, options?: DeleteOptions): boolean;
  /** The same client, writing as somebody else. */
  as(name: string): Client;
  /** Who it writes as. */
  readonly user: User;
  /** The machinery beneath, for the few that are part of the server. */
  readonly core: Core;
}

/** A client that writes as `name`, with every right. */
export function internalClient(core: Core, name: string): Client {
  const user: User = { name: `system:${name}`, groups: [MASTERS, 'system:authenticated'] };
  const found = new Map<KindDefinition, Resource>();
  const manager = managerName(name);
  const resource = (kind: KindDefinition): Resource => {
    let r = found.get(kind);
    if (!r) {
      r = core.resources.byId(resourceOf(kind));
      if (!r) throw new ApiError('NotFound', 'the server could not find the requested resource');
      found.set(kind, r);
    }
    return r;
  };
  const write = (kind: KindDefinition, namespace: string, objectName: string, subresource = '') => ({
    user,
    resource: resource(kind),
    namespace,
    name: objectName,
    subresource,
    fieldManager: manager,
  });
  return {
    core,
    user,
    get now() {
      return core.clock.now;
    },
    get wallMs() {
      return wallMs(core);
    },
    get wholeMs() {
      return Math.floor(wallMs(core) / 1000) * 1000;
    },
    get timestamp() {
      return timestamp(core);
    },
    get microTimestamp() {
      return microTimestamp(core);
    },
    random: core.random,
    get: <T extends ApiObject>(kind: KindDefinition<T>, namespace: string, n: string) =>
      core.store.get({ resource: resourceOf(kind), namespace, name: n }) as T | undefined,
    list: <T extends ApiObject>(kind: KindDefinition<T>, where: Where = {}) =>
      core.store.list({ resource: resourceOf(kind), ...where }) as readonly T[],
    heldSince<T extends ApiObject>(kind: KindDefinition<T>, namespace: string, n: string, holds: (o: T | undefined) => boolean) {
      const since = core.store.heldSince(
        { resource: resourceOf(kind), namespace, name: n },
        holds as (o: ApiObject | undefined) => boolean,
      );
      return since === undefined ? undefined : since + core.epochMs;
    },
    create: <T extends ApiObject>(kind: KindDefinition<T>, namespace: string, draft: DraftOf<T>) =>
      createObject(core, write(kind, namespace, ''), draft) as T,
    update: <T extends ApiObject>(kind: KindDefinition<T>, next: T) =>
      updateObject(core, write(kind, namespaceOf(next), next.metadata.name), () => next) as T,
    updateStatus: <T extends ApiObject>(kind: KindDefinition<T>, next: T) =>
      updateObject(core, write(kind, namespaceOf(next), next.metadata.name, 'status'), () => next) as T,
    delete<T extends ApiObject>(kind: KindDefinition<T>, o: T, options?: DeleteOptions) {
      try {
        deleteObject(core, write(kind, namespaceOf(o), o.metadata.name), { preconditions: { uid: o.metadata.uid }, ...options });
        return true;
      } catch (e) {
        if (e instanceof ApiError && e.reason === 'NotFound') return false;
        throw e;
      }
    },
    as: (other) => internalClient(core, other),
  };
}
