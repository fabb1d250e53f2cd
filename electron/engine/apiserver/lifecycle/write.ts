/**
 * A write on its way to the store: what its caller says of it, and the steps that creating, changing and deleting an
 * object share. Source: apiserver's registry/rest and registry/generic/registry/store.go.
 */
import { assert, invalidObject, type FieldError } from '#shared/api/errors.ts';
import { withoutUndefined } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Ref } from '#shared/api/ref.ts';
import type { Core, User, WriteContext, WriteOptions } from '../context.ts';
import type { ManagedFields } from '../managed-fields/managers.ts';
import { recordUpdate } from '../managed-fields/record.ts';
import type { Resource } from '../resources.ts';

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

const silent = () => {};

/** The write as admission is told of it. */
export function contextOf(w: Write, operation: WriteContext['operation']): WriteContext {
  return { ...w, operation, subresource: w.subresource ?? '', warn: w.warn ?? silent };
}

/** Where the object called `name` lies. */
export function refOf(w: Write, name: string): Ref {
  return { resource: w.resource.id, namespace: w.namespace, name };
}

/** The object as the admission plugins complete it, each after the one before. Throws what they refuse. */
export function admit(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): ApiObject {
  let next = o;
  for (const p of core.admission)
    if (p.admit && (!p.resources || p.resources.includes(c.resource.id))) next = p.admit(c, next, previous, core);
  return next;
}

/** The object with its share of what must be unique in the cluster. Throws where there is none left. */
export function allocate(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): ApiObject {
  return core.allocators.reduce((next, a) => (a.resource === c.resource.id ? a.allocate(c, next, previous, core) : next), o);
}

/** Throws what the admission plugins have against the object as it is to be stored, or to be deleted. */
export function checkAdmission(core: Core, c: WriteContext, o: ApiObject, previous: ApiObject | undefined): void {
  for (const p of core.admission) if (p.validate && (!p.resources || p.resources.includes(c.resource.id))) p.validate(c, o, previous, core);
}

/** Throws Invalid where there are errors. */
export function refuse(w: Write, name: string, errors: readonly FieldError[]): void {
  if (errors.length) throw invalidObject(w.resource.about, name, errors);
}

/** Tells a client that listens what is let pass and yet may not be meant. */
export function warnOf({ resource: { definition }, warn }: Write, o: ApiObject, previous: ApiObject | undefined): void {
  if (warn && definition.warnings) for (const text of definition.warnings(o, previous)) warn(text);
}

/** Who manages which field once a write is done; what the server writes by itself (it names no manager) is nobody's. */
export function managersOf(core: Core, w: Write, o: ApiObject, previous: ApiObject | undefined): ManagedFields | undefined {
  if (w.recorded) return o.metadata.managedFields;
  if (w.fieldManager === undefined) return previous?.metadata.managedFields;
  return recordUpdate(core, { resource: w.resource, subresource: w.subresource ?? '', manager: w.fieldManager }, o, previous);
}

/** The object with these managers. */
export function managedBy(o: ApiObject, managedFields: ManagedFields | undefined): ApiObject {
  return managedFields === o.metadata.managedFields ? o : { ...o, metadata: withoutUndefined({ ...o.metadata, managedFields }) };
}

/** Whether a status is served of it: then a write to the whole object leaves the status alone. */
export const hasStatus = (r: Resource): boolean => r.definition.subresources?.some((s) => s.name === 'status') ?? false;

/** The object of a write or delete in the store: inside one request nothing comes between reading and writing. */
export function unraced(result: ApiObject | string): ApiObject {
  assert(typeof result !== 'string', 'a write inside one request cannot lose a race');
  return result;
}
