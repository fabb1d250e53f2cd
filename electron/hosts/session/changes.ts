/** Changes of a design as one person's write: all or none. */
import { badRequest } from '#shared/api/errors.ts';
import { carry } from '#shared/api/carry.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ActingUser, ObjectChange } from '#shared/ipc/contract.ts';
import { Author } from '#engine/apiserver/author.ts';
import type { Cluster } from '#engine/cluster.ts';

/** What the server keeps about one copy of an object: no change carries it over. */
const OF_THE_SERVER = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields'];

/**
 * Makes all the changes or, where one is refused, none: throws that refusal (ApiError) and nothing has been written.
 * Answers with those objects that are then there, in the order of the changes.
 */
export function applyChanges(cluster: Cluster, by: ActingUser, changes: readonly ObjectChange[]): readonly ApiObject[] {
  const { core } = cluster, author = new Author(core, { user: { name: by.user, groups: by.groups }, fieldManager: 'drydock' });
  return cluster.actingAs(by.user, () => core.store.atomic(() => changes.map((c) => applyOne(author, c)).filter((o) => o !== undefined)));
}

function applyOne(author: Author, { before, after }: ObjectChange): ApiObject | undefined {
  if (!after) return before && author.delete(before, { propagationPolicy: 'Background' });
  if (!before) return author.create(after);
  const [from, to] = [carried(before), carried(after)];
  return author.update(after, (current) => carry(current, from, to) as object);
}

/** An object without what no change carries over. */
function carried(o: ApiObject): JsonObject {
  const { status: _, metadata, ...rest } = o as ApiObject & { readonly status?: unknown };
  return { ...rest, metadata: Object.fromEntries(Object.entries(metadata).filter(([k]) => !OF_THE_SERVER.includes(k))) };
}

/** An object of a request: it says what it is and how it is called; the API checks the rest. */
export function readObject(o: JsonObject, field: string): ApiObject {
  const value = o[field];
  if (!isObject(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string' || !isObject(value['metadata'])) throw badRequest(`${field} is not an object with apiVersion, kind and metadata`);
  return value as unknown as ApiObject;
}
