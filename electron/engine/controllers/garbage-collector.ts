/**
 * Deletes what has lost its last owner, and carries out the three ways of deleting an owner: in the background, in the
 * foreground (dependents first), leaving orphans. Source: pkg/controller/garbagecollector, "Garbage Collection".
 */
import { groupOf, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { keyOf, parseKey, type Ref } from '#shared/api/ref.ts';
import type { OwnerReference } from '#shared/kinds/types.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Client } from '../apiserver/client.ts';
import type { Change } from '../store/store.ts';
import { ANY, type Controller } from './controller.ts';
import { recordEvent } from './events.ts';

const CONTROLLER = { component: 'garbage-collector-controller' };

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** What has become of an owner. `unknown`: nobody can tell, so nothing is done. */
type Standing = 'solid' | 'dangling' | 'waiting' | 'unknown';

export function garbageCollector(): Controller {
  return {
    name: 'garbage-collector-controller',
    watches: [{ resource: ANY, keys }],
    reconcile(key, client) {
      const ref = parseKey(key);
      const kind = client.core.resources.byId(ref.resource)?.definition;
      const o = client.core.store.get(ref);
      if (!kind || !o) return;
      if (o.metadata.deletionTimestamp && has(o, ORPHAN)) orphanDependents(o, kind, client);
      else if (o.metadata.deletionTimestamp && has(o, FOREGROUND)) deleteDependents(o, kind, client);
      else if (!o.metadata.deletionTimestamp && o.metadata.ownerReferences?.length) collect(o, ref, kind, client);
    },
  };
}

const has = (o: ApiObject, finalizer: string): boolean => o.metadata.finalizers?.includes(finalizer) ?? false;

const NONE: readonly string[] = [];

/** Whom a change concerns: itself, if it waits for its dependents or an owner of it is not there; its owners; its dependents. */
function keys({ ref, before, after }: Change, client: Client): Iterable<string> {
  const was = before?.metadata;
  const is = after?.metadata;
  if (
    is &&
    was &&
    was.ownerReferences === is.ownerReferences &&
    was.finalizers === is.finalizers &&
    was.deletionTimestamp === is.deletionTimestamp
  )
    return NONE;
  if (is && !is.ownerReferences && !was?.ownerReferences && !is.deletionTimestamp) return NONE;
  const found: string[] = [];
  if (
    is?.deletionTimestamp
      ? is.finalizers?.length
      : is?.ownerReferences && is.ownerReferences.some((r) => standing(r, after as ApiObject, client) !== 'solid')
  )
    found.push(keyOf(ref));
  if (!is && was)
    for (const d of client.core.store.dependents(was.uid))
      found.push(keyOf({ resource: d.resource, namespace: namespaceOf(d.object), name: d.object.metadata.name }));
  for (const r of was?.ownerReferences ?? []) {
    const owner = ownerRef(r, before as ApiObject, client);
    const waits = owner && client.core.store.get(owner);
    if (owner && waits?.metadata.deletionTimestamp && has(waits, FOREGROUND)) found.push(keyOf(owner));
  }
  return found;
}

/** Where an owner would be: in the dependent's namespace, or in none. */
function ownerRef(r: OwnerReference, dependent: ApiObject, client: Client): Ref | undefined {
  const resource = client.core.resources.byGroupKind(groupOf(r.apiVersion), r.kind);
  return resource && { resource: resource.id, namespace: resource.definition.namespaced ? namespaceOf(dependent) : '', name: r.name };
}

function standing(r: OwnerReference, dependent: ApiObject, client: Client): Standing {
  const ref = ownerRef(r, dependent, client);
  const resource = ref && client.core.resources.byId(ref.resource);
  if (!ref || (resource?.definition.namespaced && !ref.namespace)) return 'unknown';
  const owner = client.core.store.get(ref);
  if (owner?.metadata.uid !== r.uid) return 'dangling';
  return owner.metadata.deletionTimestamp && has(owner, FOREGROUND) ? 'waiting' : 'solid';
}

/** Deletes an object that has no owner left to stay for; one that has some left is only freed from the others. */
function collect(o: ApiObject, ref: Ref, kind: KindDefinition, client: Client): void {
  const owners = (o.metadata.ownerReferences ?? []).map((r) => ({ r, standing: standing(r, o, client) }));
  for (const { r, standing: s } of owners) if (s === 'unknown' || s === 'dangling') reportWrongNamespace(r, o, s, client);
  if (owners.some((x) => x.standing === 'unknown') || owners.every((x) => x.standing === 'solid')) return;
  const solid = owners.filter((x) => x.standing === 'solid');
  if (solid.length) {
    client.update(kind, { ...o, metadata: { ...o.metadata, ownerReferences: solid.map((x) => x.r) } });
    return;
  }
  const { store } = client.core;
  const dependents = store.dependents(o.metadata.uid);
  const waiting = owners.some((x) => x.standing === 'waiting');
  if (waiting && dependents.length) {
    // An owner and a dependent that wait for each other would wait for ever.
    const circle = dependents.some((d) => d.object.metadata.deletionTimestamp && has(d.object, FOREGROUND));
    if (circle)
      client.update(kind, {
        ...o,
        metadata: {
          ...o.metadata,
          ownerReferences: owners.map(({ r: { blockOwnerDeletion: _b, ...r } }) => ({ ...r, blockOwnerDeletion: false })),
        },
      });
    client.delete(kind, store.get(ref) ?? o, { propagationPolicy: 'Foreground' });
    return;
  }
  client.delete(kind, o, { propagationPolicy: has(o, ORPHAN) ? 'Orphan' : has(o, FOREGROUND) ? 'Foreground' : 'Background' });
}

/** The owner waits in the foreground until no dependent blocks it any more. */
function deleteDependents(o: ApiObject, kind: KindDefinition, client: Client): void {
  const dependents = client.core.store.dependents(o.metadata.uid);
  const blocking = dependents.filter((d) =>
    d.object.metadata.ownerReferences?.some((r) => r.uid === o.metadata.uid && r.blockOwnerDeletion),
  );
  if (!blocking.length) {
    dropFinalizer(o, kind, FOREGROUND, client);
    for (const d of dependents) again(d, client);
    return;
  }
  for (const d of dependents) again(d, client);
}

function again({ resource, object }: { readonly resource: string; readonly object: ApiObject }, client: Client): void {
  const kind = client.core.resources.byId(resource)?.definition;
  const ref = { resource, namespace: namespaceOf(object), name: object.metadata.name };
  const now = client.core.store.get(ref);
  if (kind && now && !now.metadata.deletionTimestamp) collect(now, ref, kind, client);
}

/** Takes the owner off its dependents, then lets it go. */
function orphanDependents(o: ApiObject, kind: KindDefinition, client: Client): void {
  for (const { resource, object } of client.core.store.dependents(o.metadata.uid)) {
    const dependent = client.core.resources.byId(resource)?.definition;
    if (!dependent) continue;
    const { ownerReferences = [], ...metadata } = object.metadata;
    const rest = ownerReferences.filter((r) => r.uid !== o.metadata.uid);
    client.update(dependent, { ...object, metadata: rest.length ? { ...metadata, ownerReferences: rest } : metadata });
  }
  dropFinalizer(o, kind, ORPHAN, client);
}

function dropFinalizer(o: ApiObject, kind: KindDefinition, finalizer: string, client: Client): void {
  const { finalizers = [], ...metadata } = o.metadata;
  const rest = finalizers.filter((f) => f !== finalizer);
  client.update(kind, { ...o, metadata: rest.length ? { ...metadata, finalizers: rest } : metadata });
}

/** An owner can only be in the dependent's own namespace or in none. */
function reportWrongNamespace(r: OwnerReference, dependent: ApiObject, s: Standing, client: Client): void {
  const namespace = namespaceOf(dependent);
  const resource = client.core.resources.byGroupKind(groupOf(r.apiVersion), r.kind);
  if (!resource?.definition.namespaced) return;
  const elsewhere =
    s === 'unknown'
      ? !namespace
      : client.list(resource.definition, {}).some((o) => o.metadata.uid === r.uid && namespaceOf(o) !== namespace);
  if (!elsewhere) return;
  const what = `[${r.apiVersion}/${r.kind}, namespace: ${namespace}, name: ${r.name}, uid: ${r.uid}]`;
  recordEvent(client, CONTROLLER, dependent, {
    type: 'Warning',
    reason: 'OwnerRefInvalidNamespace',
    message: `ownerRef ${what} does not exist in namespace ${JSON.stringify(namespace)}`,
  });
}
