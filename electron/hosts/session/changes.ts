/** Changes of a design as one person's write: all or none. What the person sent is kept, apart from what the API added to it. */
import { badRequest } from '#shared/api/errors.ts';
import { carry } from '#shared/api/carry.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf } from '#shared/api/ref.ts';
import type { ActingUser } from '#shared/ipc/access.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { rewrite } from '#shared/yaml/keep.ts';
import { SERVER_METADATA, withoutServerFields } from '#shared/yaml/server-filled.ts';
import { writeManifest } from '#shared/yaml/write.ts';
import { Author } from '#engine/apiserver/author.ts';
import type { Core } from '#engine/apiserver/context.ts';
import { finalizeNamespace } from '#engine/apiserver/subresources/namespace-finalize.ts';
import type { Cluster } from '#engine/cluster.ts';
import { authoredOf } from '#engine/manifests/authored.ts';
import type { Sources } from '#engine/manifests/sources.ts';
import type { RevisionLog } from '#engine/store/log.ts';

/** A design as far as changes need it. */
export interface Changeable {
  readonly cluster: Cluster;
  readonly log: RevisionLog;
  readonly sources: Sources;
}

/** What a person has written of an object so far, and the text that says it. */
interface Written {
  readonly value: JsonObject;
  readonly text: string | undefined;
}

/**
 * Makes all the changes or, where one is refused, none: throws that refusal (ApiError) and nothing has been written.
 * Answers with those objects that are then there, in the order of the changes.
 */
export function applyChanges(design: Changeable, by: ActingUser, changes: readonly ObjectChange[]): readonly ApiObject[] {
  const { cluster, sources } = design;
  const { core } = cluster;
  const author = new Author(core, { user: { name: by.user, groups: by.groups }, fieldManager: 'drydock' });
  const written = new Map<string, Written | undefined>();
  const stored = new Map<string, ApiObject>();
  const one = ({ before, after }: ObjectChange): ApiObject | undefined => {
    if (!after) return before && goneIfEmpty(cluster.core, author.delete(before, { propagationPolicy: 'Background' }));
    const ref = author.refOf(after);
    let o: ApiObject;
    if (before) {
      const key = keyOf(ref);
      const [from, to] = [carried(before), carried(after)];
      const base = written.has(key) ? written.get(key) : lastWritten(design, author, key, after);
      o = author.update(after, (current) => carry(current, from, to) as object);
      written.set(key, base && { ...base, value: carry(base.value, from, to) as JsonObject });
    } else {
      letGo(author, after);
      o = author.create(after);
      written.set(keyOf({ ...ref, name: o.metadata.name }), {
        value: withoutServerFields(after as unknown as JsonObject),
        text: sources.get(keyOf(ref))?.text,
      });
    }
    stored.set(keyOf({ ...ref, name: o.metadata.name }), o);
    return o;
  };
  const objects = cluster.actingAs(by.user, () => core.store.atomic(() => changes.map(one).filter((o) => o !== undefined)));
  for (const [key, w] of written) {
    const o = stored.get(key);
    if (w && o)
      sources.put(key, {
        revision: Number(o.metadata.resourceVersion),
        text: w.text === undefined ? writeManifest(w.value) : rewrite(w.text, w.value),
      });
  }
  return objects;
}

/** What a person brings back while the old one is still leaving: nobody tidies up while time stands, so that one goes at once. */
function letGo(author: Author, o: ApiObject): void {
  const old = o.metadata.name ? author.current(o) : undefined;
  if (old?.metadata.deletionTimestamp === undefined || old.kind === 'Namespace') return;
  if (old.metadata.finalizers?.length) author.update(o, (current) => ({ ...current, metadata: { ...current.metadata, finalizers: [] } }));
  author.delete(o, { gracePeriodSeconds: 0 });
}

/** A namespace that holds nothing goes at once: so a person can take back having made one while time stands and nobody tidies up. */
function goneIfEmpty(core: Core, o: ApiObject | undefined): ApiObject | undefined {
  if (o?.kind !== 'Namespace' || o.apiVersion !== 'v1') return o;
  const { name } = o.metadata;
  const holds = core.resources
    .all()
    .some((r) => r.definition.namespaced && core.store.list({ resource: r.id, namespace: name }).length > 0);
  if (holds || o.metadata.finalizers?.length) return o;
  finalizeNamespace(core, name, []);
  return undefined;
}

function lastWritten({ cluster: { core }, log, sources }: Changeable, author: Author, key: string, like: ApiObject): Written | undefined {
  const current = author.current(like);
  return current && authoredOf(core, log, sources, key, current);
}

/** An object without what no change carries over. */
function carried(o: ApiObject): JsonObject {
  const { status: _, metadata, ...rest } = o as ApiObject & { readonly status?: unknown };
  return { ...rest, metadata: Object.fromEntries(Object.entries(metadata).filter(([k]) => !SERVER_METADATA.includes(k))) };
}

/** An object of a request: it says what it is and how it is called; the API checks the rest. */
export function readObject(o: JsonObject, field: string): ApiObject {
  const value = o[field];
  if (!isObject(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string' || !isObject(value['metadata']))
    throw badRequest(`${field} is not an object with apiVersion, kind and metadata`);
  return value as unknown as ApiObject;
}
