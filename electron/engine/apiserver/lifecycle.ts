/**
 * The life of an object between a request and the store: create, update, delete, as every client's write goes through
 * them. Source: apiserver's registry/rest (BeforeCreate, BeforeUpdate, BeforeDelete).
 */
import { alreadyExists, ApiError, assert, conflict, invalidObject, notFound, quoted, type FieldError } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import { isTerminating, type ApiObject, type Draft, type Metadata } from '#shared/api/object.ts';
import type { Ref } from '#shared/api/ref.ts';
import { formatTime } from '#shared/api/time.ts';
import { STATUS_METADATA, type KindDefinition } from '#shared/kinds/definition.ts';
import { timestamp, wallMs, type Core, type User, type WriteContext, type WriteOptions } from './context.ts';
import { sameButTimes, type ManagedFields } from './managed-fields/managers.ts';
import { recordUpdate } from './managed-fields/record.ts';
import { checkBeforeDelete, checkBeforeUpdate, type Preconditions } from './preconditions.ts';
import type { Resource } from './resources.ts';
import { servedVersion } from './served-version.ts';
import { validateMetadata, validateMetadataUpdate } from './validate-metadata.ts';

/** A write as its caller describes it. */
export interface Write extends WriteOptions {
  readonly user: User;
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: string;
  readonly warn?: (text: string) => void;
  /** True where the draft's managedFields are what they shall be: an apply has worked them out. */
  readonly recorded?: boolean;
  /** True for a patch: a uid in it is a change that is refused, in a whole object it is a precondition. */
  readonly patched?: boolean;
}

/** What a delete may ask for. */
export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan' | undefined;
  readonly preconditions?: Preconditions | undefined;
}

const silent = () => {};

function context(w: Write, operation: WriteContext['operation']): WriteContext {
  return { ...w, operation, subresource: w.subresource ?? '', warn: w.warn ?? silent };
}

function refOf(w: Write, name: string): Ref {
  return { resource: w.resource.id, namespace: w.namespace, name };
}

function admit(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): ApiObject {
  let next = o;
  for (const p of core.admission)
    if (p.admit && (!p.resources || p.resources.includes(c.resource.id))) next = p.admit(c, next, previous, core);
  return next;
}

function allocate(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): ApiObject {
  return core.allocators.reduce((next, a) => (a.resource === c.resource.id ? a.allocate(c, next, previous, core) : next), o);
}

function checkAdmission(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): void {
  for (const p of core.admission) if (p.validate && (!p.resources || p.resources.includes(c.resource.id))) p.validate(c, o, previous, core);
}

function refuse(w: Write, name: string, errors: readonly FieldError[]): void {
  if (errors.length) throw invalidObject(w.resource.about, name, errors);
}

/** Tells a client that listens what is let pass and yet may not be meant. */
function warnOf({ resource: { definition }, warn }: Write, o: ApiObject, previous: ApiObject | undefined): void {
  if (warn && definition.warnings) for (const text of definition.warnings(o, previous)) warn(text);
}

/** Adds an object. `draft` has the stored version's shape; its server-set metadata is ignored, but that it says a version is refused. Returns it as stored. */
export function createObject(core: Core, w: Write, draft: Draft): ApiObject {
  const { definition, about } = w.resource;
  const { store, random } = core;
  const given = draft.metadata ?? {};
  const generated = !given.name && given.generateName !== undefined && given.generateName !== '';
  const revision = store.nextRevision;
  const c = context(w, 'CREATE');
  const name = generated ? generatedName(core, w, given.generateName as string) : (given.name ?? '');
  const metadata: Metadata = {
    ...given,
    name,
    uid: random.fork(`uid:${w.resource.id}:${w.namespace}:${name}:${revision}`).uuid(),
    resourceVersion: '',
    creationTimestamp: timestamp(core),
    ...(definition.namespaced ? { namespace: w.namespace } : { namespace: undefined }),
    generation: definition.generation ? 1 : undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
    managedFields: given.managedFields,
  };
  let o: ApiObject = { ...draft, apiVersion: definition.apiVersion, kind: definition.kind, metadata: withoutUndefined(metadata) };
  if (hasStatus(w.resource) && !(o as { status?: unknown }).status) o = { ...o, status: {} } as unknown as ApiObject;
  if (definition.default) o = definition.default(o);
  const managedFields = managersOf(core, w, o, undefined);
  o = allocate(core, c, admit(core, c, o, undefined), undefined);
  if (definition.prepareCreate) o = definition.prepareCreate(o, w.user);
  refuse(w, name, [...validateMetadata(o, definition), ...((servedVersion(w.resource)?.validate ?? definition.validate)?.(o) ?? [])]);
  warnOf(w, o, undefined);
  checkAdmission(core, c, o, undefined);
  o = managedBy(o, managedFields);
  if (w.dryRun) {
    if (store.get(refOf(w, name))) throw alreadyExists(about, name);
    const { resourceVersion: _none, ...said } = o.metadata; // what is not stored has no version
    return { ...o, metadata: said as Metadata };
  }
  if (given.resourceVersion && given.resourceVersion !== '0' && !w.recorded)
    throw new ApiError('', 'resourceVersion should not be set on objects to be created');
  const stored = store.create(refOf(w, name), o);
  if (stored === 'exists') {
    if (generated)
      throw new ApiError(
        'AlreadyExists',
        `${alreadyExists(about, name).message}, the server was not able to generate a unique name for the object`,
      );
    throw alreadyExists(about, name);
  }
  assert(typeof stored !== 'string', 'a create is refused only where the object exists');
  return stored;
}

/** Names drawn before giving up, as in Kubernetes (RetryGenerateName). */
const DRAWS = 8;

/** A free name with `prefix`, drawn by what the write is: the same write in the same history draws the same name. */
function generatedName(core: Core, w: Write, prefix: string): string {
  const draw = core.random.fork(`name:${w.resource.id}:${w.namespace}:${prefix}:${core.store.nextRevision}`);
  const stem = prefix.slice(0, 58);
  let name = stem + draw.suffix(5);
  for (let i = 1; i < DRAWS && core.store.get(refOf(w, name)); i++) name = stem + draw.suffix(5);
  return name;
}

/** Changes an object: `change` makes the next state from the current one. Returns it as stored. */
export function updateObject(core: Core, w: Write, change: (current: ApiObject) => Draft): ApiObject {
  const { definition, about } = w.resource;
  const { store } = core;
  const ref = refOf(w, w.name);
  const previous = store.get(ref);
  if (!previous) throw notFound(about, w.name);
  const c = context(w, 'UPDATE');
  const draft = change(previous);
  const given = draft.metadata ?? {};
  if (!w.patched) checkBeforeUpdate(w.resource, previous, { uid: given.uid });
  if (given.resourceVersion && !/^\d+$/.test(given.resourceVersion))
    throw new ApiError('', `strconv.ParseUint: parsing ${quoted(given.resourceVersion)}: invalid syntax`);
  if (given.resourceVersion && given.resourceVersion !== previous.metadata.resourceVersion)
    throw conflict(about, w.name, 'the object has been modified; please apply your changes to the latest version and try again');
  const old = previous.metadata;
  let o: ApiObject = {
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
  if (definition.default) o = definition.default(o);
  const statusOnly = w.subresource === 'status';
  const part = w.subresource === undefined ? undefined : definition.parts?.[w.subresource];
  const managedFields = managersOf(core, w, o, previous);
  o = admit(core, c, o, previous);
  if (!statusOnly) o = allocate(core, c, o, previous);
  if (statusOnly) {
    o = onlyStatus(o, previous, definition);
    if (definition.prepareStatusUpdate) o = definition.prepareStatusUpdate(o, previous, timestamp(core));
  } else {
    if (hasStatus(w.resource)) o = { ...o, status: (previous as { status?: unknown }).status } as unknown as ApiObject;
    if (part) o = part.prepareUpdate(o, previous);
    else if (definition.prepareUpdate) o = definition.prepareUpdate(o, previous);
    if (definition.generation && specChanged(o, previous)) o = { ...o, metadata: { ...o.metadata, generation: (old.generation ?? 0) + 1 } };
  }
  const errors = statusOnly
    ? definition.validateStatusUpdate?.(o, previous)
    : part
      ? part.validateUpdate(o, previous)
      : changeErrors(w.resource, o, previous);
  refuse(w, w.name, [...validateMetadataUpdate(o, previous, definition, statusOnly ? 'U' : undefined), ...(errors ?? [])]);
  if (!w.subresource) warnOf(w, o, previous);
  checkAdmission(core, c, o, previous);
  if (sameButTimes(managedFields, old.managedFields) && equal(managedBy(o, old.managedFields), previous)) return previous; // as in Kubernetes, what changes nothing is not written
  o = managedBy(o, managedFields);
  if (w.dryRun) return o;
  return storeUpdate(core, w.resource, ref, o);
}

/** Who manages which field once a write is done; what the server writes by itself (it names no manager) is nobody's. */
function managersOf(core: Core, w: Write, o: ApiObject, previous: ApiObject | undefined): ManagedFields | undefined {
  if (w.recorded) return o.metadata.managedFields;
  return w.fieldManager === undefined
    ? previous?.metadata.managedFields
    : recordUpdate(core, { resource: w.resource, subresource: w.subresource ?? '', manager: w.fieldManager }, o, previous);
}

function managedBy(o: ApiObject, managedFields: ManagedFields | undefined): ApiObject {
  return managedFields === o.metadata.managedFields ? o : { ...o, metadata: withoutUndefined({ ...o.metadata, managedFields }) };
}

/** Stores an update; an object that only waited for it to be deleted is gone then. Returns its last state. */
export function storeUpdate({ store }: Core, { definition }: Resource, ref: Ref, o: ApiObject): ApiObject {
  if (!isTerminating(o) || o.metadata.finalizers?.length || o.metadata.deletionGracePeriodSeconds || definition.holdsDeletion?.(o))
    return stored(store.update(ref, o));
  store.update(ref, o);
  return gone(store.delete(ref));
}

/** Deletes an object, or asks for its deletion where a grace period or finalizers hold it. Returns it as it then is. */
export function deleteObject(core: Core, w: Write, options: DeleteOptions = {}): { readonly object: ApiObject; readonly deleted: boolean } {
  const { definition, about } = w.resource;
  const { store } = core;
  const ref = refOf(w, w.name);
  const current = store.get(ref);
  if (!current) throw notFound(about, w.name);
  if (options.preconditions) checkBeforeDelete(w.resource, current, options.preconditions);
  checkAdmission(core, context(w, 'DELETE'), current, current);

  const propagation = options.propagationPolicy ?? (definition.defaultPropagation === 'Orphan' ? 'Orphan' : undefined);
  const usual = definition.gracePeriodSeconds?.(current);
  const asked = options.gracePeriodSeconds;
  const grace = usual === undefined ? undefined : usual === 0 ? 0 : asked === undefined ? usual : asked < 0 ? 1 : asked;
  const held = finalizersFor(current, propagation).length > 0 || (grace ?? 0) > 0 || (definition.holdsDeletion?.(current) ?? false);
  const already = isTerminating(current);
  const marked = (o: ApiObject): ApiObject => {
    const seconds = grace ?? 0;
    const next = {
      ...o,
      metadata: {
        ...o.metadata,
        deletionTimestamp: formatTime(wallMs(core) + seconds * 1000),
        ...(definition.holdsDeletion ? {} : { deletionGracePeriodSeconds: seconds }),
        ...(o.metadata.generation && !already ? { generation: o.metadata.generation + 1 } : {}),
      },
    };
    return definition.prepareDelete ? definition.prepareDelete(next) : next;
  };
  if (!held) {
    const last = grace === undefined || already ? current : marked(current); // who may have time and gets none is seen to go all the same
    if (w.dryRun) return { object: last, deleted: true };
    if (last !== current) store.update(ref, last);
    return { object: gone(store.delete(ref)), deleted: true };
  }

  const sooner = already && grace !== undefined && grace < (current.metadata.deletionGracePeriodSeconds ?? 0);
  let next = !already || sooner ? marked(current) : current;
  const kept = finalizersFor(next, propagation);
  if (!equal(kept, next.metadata.finalizers ?? []))
    next = { ...next, metadata: withoutUndefined({ ...next.metadata, finalizers: kept.length ? kept : undefined }) };
  if (next === current || w.dryRun) return { object: next, deleted: false };
  return { object: stored(store.update(ref, next)), deleted: false };
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers a delete leaves on an object: those it has, and the one that the propagation policy asks for. */
function finalizersFor(o: ApiObject, policy: DeleteOptions['propagationPolicy']): readonly string[] {
  const has = o.metadata.finalizers ?? [];
  if (policy === undefined) return has;
  const rest = has.filter((f) => f !== ORPHAN && f !== FOREGROUND);
  return policy === 'Orphan' ? [...rest, ORPHAN] : policy === 'Foreground' ? [...rest, FOREGROUND] : rest;
}

/** The status of `o`, and of its metadata what a write to the status of such a kind writes too. */
function onlyStatus(o: ApiObject, previous: ApiObject, { structural, statusKeeps }: KindDefinition): ApiObject {
  const { status } = o as { status?: unknown };
  const { managedFields } = o.metadata;
  const keeps = structural ? STATUS_METADATA : (statusKeeps ?? []);
  const metadata: Record<string, unknown> = { ...previous.metadata, ...(managedFields ? { managedFields } : {}) };
  for (const f of STATUS_METADATA) if (!keeps.includes(f)) metadata[f] = o.metadata[f];
  return withoutUndefined({
    ...previous,
    metadata: withoutUndefined(metadata),
    status: status ?? (structural ? undefined : {}),
  }) as unknown as ApiObject; // a custom resource may have none
}

const hasStatus = (r: Resource) => r.definition.subresources?.some((s) => s.name === 'status') ?? false;

/** What is wrong with a change, by the checks of the version it came through. */
function changeErrors(r: Resource, next: ApiObject, previous: ApiObject): readonly FieldError[] | undefined {
  const { definition } = r;
  const check = servedVersion(r)?.validateUpdate ?? definition.validateUpdate;
  return check ? check(next, previous) : definition.validate?.(next);
}

function specChanged(a: ApiObject, b: ApiObject): boolean {
  const { apiVersion: _v, metadata: _m, status: _s, ...x } = a as ApiObject & { status?: unknown };
  const { apiVersion: _w, metadata: _n, status: _t, ...y } = b as ApiObject & { status?: unknown };
  return !equal(x, y);
}

/** The object, or where something in it is undefined a copy without that (a property taken away makes an object slow). */
function withoutUndefined<T extends object>(o: T): T {
  let some = false;
  for (const k in o)
    if (o[k] === undefined) {
      some = true;
      break;
    }
  if (!some) return o;
  const out = {} as T;
  for (const k in o) if (o[k] !== undefined) out[k] = o[k];
  return out;
}

function stored(result: ApiObject | string): ApiObject {
  assert(typeof result !== 'string', 'an update inside one request cannot lose a race');
  return result;
}

function gone(result: ApiObject | string): ApiObject {
  assert(typeof result !== 'string', 'a delete inside one request cannot lose a race');
  return result;
}
