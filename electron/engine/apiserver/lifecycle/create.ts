/** Adding an object, as every client's create goes through it. Source: apiserver's registry/rest/create.go (BeforeCreate). */
import { alreadyExists, ApiError, assert } from '#shared/api/errors.ts';
import { withoutUndefined } from '#shared/api/json.ts';
import type { ApiObject, Draft, Metadata } from '#shared/api/object.ts';
import { timestamp, type Core } from '../context.ts';
import { servedVersion } from '../served-version.ts';
import { validateMetadata } from '../validate-metadata.ts';
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
  warnOf,
  type Write,
} from './write.ts';

/**
 * Adds an object. `draft` has the stored version's shape; its server-set metadata is ignored, but that it says a version is
 * refused. Returns it as stored.
 */
export function createObject(core: Core, w: Write, draft: Draft): ApiObject {
  const { definition, about } = w.resource;
  const prefix = draft.metadata?.name ? '' : (draft.metadata?.generateName ?? '');
  const name = prefix ? generatedName(core, w, prefix) : (draft.metadata?.name ?? '');
  const c = contextOf(w, 'CREATE');
  let o = begun(core, w, name, draft);
  if (definition.default) o = definition.default(o);
  const managedFields = managersOf(core, w, o, undefined);
  o = allocate(core, c, admit(core, c, o, undefined), undefined);
  if (definition.prepareCreate) o = definition.prepareCreate(o, w.user);
  const validate = servedVersion(w.resource)?.validate ?? definition.validate;
  refuse(w, name, [...validateMetadata(o, definition), ...(validate?.(o) ?? [])]);
  warnOf(w, o, undefined);
  checkAdmission(core, c, o, undefined);
  o = managedBy(o, managedFields);
  if (w.dryRun) {
    if (core.store.get(refOf(w, name))) throw alreadyExists(about, name);
    const { resourceVersion: _none, ...said } = o.metadata; // what is not stored has no version
    return { ...o, metadata: said as Metadata };
  }
  const version = draft.metadata?.resourceVersion;
  if (version && version !== '0' && !w.recorded) throw new ApiError('', 'resourceVersion should not be set on objects to be created');
  const stored = core.store.create(refOf(w, name), o);
  if (stored === 'exists') throw prefix ? noUniqueName(w, name) : alreadyExists(about, name);
  assert(typeof stored !== 'string', 'a create is refused only where the object exists');
  return stored;
}

/** The draft as a new object: what only the server says of it is set. */
function begun(core: Core, { resource, namespace }: Write, name: string, draft: Draft): ApiObject {
  const { id, definition } = resource;
  const metadata: Metadata = {
    ...draft.metadata,
    name,
    uid: core.random.fork(`uid:${id}:${namespace}:${name}:${core.store.nextRevision}`).uuid(),
    resourceVersion: '',
    creationTimestamp: timestamp(core),
    namespace: definition.namespaced ? namespace : undefined,
    generation: definition.generation ? 1 : undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
    managedFields: draft.metadata?.managedFields,
  };
  const o = { ...draft, apiVersion: definition.apiVersion, kind: definition.kind, metadata: withoutUndefined(metadata) };
  return hasStatus(resource) && !(o as { status?: unknown }).status ? ({ ...o, status: {} } as ApiObject) : o;
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

function noUniqueName({ resource: { about } }: Write, name: string): ApiError {
  const { message } = alreadyExists(about, name);
  return new ApiError('AlreadyExists', `${message}, the server was not able to generate a unique name for the object`);
}
