/** Changing an object, as every client's update and patch goes through it. Source: apiserver's registry/rest/update.go (BeforeUpdate). */
import { ApiError, conflict, notFound, quoted, type FieldError } from '#shared/api/errors.ts';
import { equal, withoutUndefined } from '#shared/api/json.ts';
import { isTerminating, type ApiObject, type Draft } from '#shared/api/object.ts';
import type { Ref } from '#shared/api/ref.ts';
import { STATUS_METADATA, type KindDefinition } from '#shared/kinds/definition.ts';
import { timestamp, type Core } from '../context.ts';
import { sameButTimes } from '../managed-fields/managers.ts';
import { checkBeforeUpdate } from '../preconditions.ts';
import type { Resource } from '../resources.ts';
import { servedVersion } from '../served-version.ts';
import { validateMetadataUpdate } from '../validate-metadata.ts';
import {
  admit,
  allocate,
  checkAdmission,
  contextOf,
  hasStatus,
  managedBy,
  managersOf,
  refOf,
  refuse,
  unraced,
  warnOf,
  type Write,
} from './write.ts';

/** Changes an object: `change` makes the next state from the current one. Returns it as stored. */
export function updateObject(core: Core, w: Write, change: (current: ApiObject) => Draft): ApiObject {
  const { definition, about } = w.resource;
  const ref = refOf(w, w.name);
  const previous = core.store.get(ref);
  if (!previous) throw notFound(about, w.name);
  const draft = change(previous);
  checkVersion(w, previous, draft);
  const c = contextOf(w, 'UPDATE');
  const statusOnly = w.subresource === 'status';
  let o = begun(w, previous, draft);
  if (definition.default) o = definition.default(o);
  const managedFields = managersOf(core, w, o, previous);
  o = admit(core, c, o, previous);
  o = statusOnly ? onlyStatus(core, definition, o, previous) : butStatus(w, allocate(core, c, o, previous), previous);
  refuse(w, w.name, [
    ...validateMetadataUpdate(o, previous, definition, statusOnly ? 'U' : undefined),
    ...(changeErrors(w, o, previous) ?? []),
  ]);
  if (!w.subresource) warnOf(w, o, previous);
  checkAdmission(core, c, o, previous);
  const old = previous.metadata.managedFields;
  if (sameButTimes(managedFields, old) && equal(managedBy(o, old), previous)) return previous; // as in Kubernetes, what changes nothing is not written
  o = managedBy(o, managedFields);
  return w.dryRun ? o : storeUpdate(core, w.resource, ref, o);
}

/** Stores an update; an object that only waited for it to be deleted is gone then. Returns its last state. */
export function storeUpdate({ store }: Core, { definition }: Resource, ref: Ref, o: ApiObject): ApiObject {
  const held = o.metadata.finalizers?.length || o.metadata.deletionGracePeriodSeconds || definition.holdsDeletion?.(o);
  if (!isTerminating(o) || held) return unraced(store.update(ref, o));
  store.update(ref, o);
  return unraced(store.delete(ref));
}

/** Throws Conflict where the change is made to another object, or to another state of it, than is there. */
function checkVersion(w: Write, previous: ApiObject, { metadata: { uid, resourceVersion } = {} }: Draft): void {
  if (!w.patched) checkBeforeUpdate(w.resource, previous, { uid });
  if (!resourceVersion) return;
  if (!/^\d+$/.test(resourceVersion)) throw new ApiError('', `strconv.ParseUint: parsing ${quoted(resourceVersion)}: invalid syntax`);
  if (resourceVersion !== previous.metadata.resourceVersion)
    throw conflict(w.resource.about, w.name, 'the object has been modified; please apply your changes to the latest version and try again');
}

/** The draft as the next state of the object: what only the server says of it stays. */
function begun(w: Write, { metadata: old }: ApiObject, draft: Draft): ApiObject {
  const { definition } = w.resource;
  const given = draft.metadata ?? {};
  return {
    ...draft,
    apiVersion: definition.apiVersion,
    kind: definition.kind,
    metadata: withoutUndefined({
      ...given,
      name: given.name ?? old.name,
      namespace: definition.namespaced ? (given.namespace ?? old.namespace) : undefined,
      uid: w.patched ? given.uid || old.uid : old.uid,
      resourceVersion: old.resourceVersion,
      creationTimestamp: old.creationTimestamp,
      generation: old.generation,
      deletionTimestamp: old.deletionTimestamp ?? given.deletionTimestamp,
      deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
      selfLink: undefined,
      managedFields: w.recorded
        ? given.managedFields
        : w.fieldManager === undefined
          ? old.managedFields
          : (given.managedFields ?? old.managedFields),
    }),
  };
}

/** What a write to the status changes: the status, and of the metadata what such a write may change in such a kind. */
function onlyStatus(core: Core, definition: KindDefinition, o: ApiObject, previous: ApiObject): ApiObject {
  const { structural, statusKeeps } = definition;
  const { status } = o as { status?: unknown };
  const { managedFields } = o.metadata;
  const keeps = structural ? STATUS_METADATA : (statusKeeps ?? []);
  const metadata: Record<string, unknown> = { ...previous.metadata, ...(managedFields ? { managedFields } : {}) };
  for (const f of STATUS_METADATA) if (!keeps.includes(f)) metadata[f] = o.metadata[f];
  const next = withoutUndefined({
    ...previous,
    metadata: withoutUndefined(metadata),
    status: status ?? (structural ? undefined : {}), // a custom resource may have none
  }) as unknown as ApiObject;
  return definition.prepareStatusUpdate ? definition.prepareStatusUpdate(next, previous, timestamp(core)) : next;
}

/** What a write to the object or to a part of it changes: not the status; a change of what is wanted counts as a generation. */
function butStatus(w: Write, o: ApiObject, previous: ApiObject): ApiObject {
  const { definition } = w.resource;
  const prepare = partOf(w)?.prepareUpdate ?? definition.prepareUpdate;
  let next = hasStatus(w.resource) ? ({ ...o, status: (previous as { status?: unknown }).status } as unknown as ApiObject) : o;
  if (prepare) next = prepare(next, previous);
  if (!definition.generation || !specChanged(next, previous)) return next;
  return { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
}

const partOf = (w: Write) => (w.subresource === undefined ? undefined : w.resource.definition.parts?.[w.subresource]);

/** What is wrong with a change, by the checks of the part that is written or else of the version it came through. */
function changeErrors(w: Write, next: ApiObject, previous: ApiObject): readonly FieldError[] | undefined {
  const { definition } = w.resource;
  if (w.subresource === 'status') return definition.validateStatusUpdate?.(next, previous);
  const check = partOf(w)?.validateUpdate ?? servedVersion(w.resource)?.validateUpdate ?? definition.validateUpdate;
  return check ? check(next, previous) : definition.validate?.(next);
}

function specChanged(a: ApiObject, b: ApiObject): boolean {
  const { apiVersion: _v, metadata: _m, status: _s, ...x } = a as ApiObject & { status?: unknown };
  const { apiVersion: _w, metadata: _n, status: _t, ...y } = b as ApiObject & { status?: unknown };
  return !equal(x, y);
}
