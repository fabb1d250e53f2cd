/** create, update, patch, delete and deletecollection. Source: apiserver's endpoints/handlers. */
import { badRequest, invalid, invalidObject } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { Core, User } from '../context.ts';
import { createObject } from '../lifecycle/create.ts';
import { deleteObject } from '../lifecycle/delete.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { Write } from '../lifecycle/write.ts';
import { checkName } from '../patch/apply-object.ts';
import { patchObject, type PatchType } from '../patch/patch-object.ts';
import type { Resource } from '../resources.ts';
import { expected, toStored, unknownFields } from '../served-version.ts';
import { bodyText, deleteBody, mediaTypeOf, readObject, unsupported } from './body.ts';
import { deleteOptions, writeQuery, type Query, type WriteQuery } from './options.ts';
import type { Selection } from './selection.ts';

/** A write as its route and its asker say it. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly user: User;
  readonly query: Query;
  readonly request: ApiRequest;
  readonly warn: (text: string) => void;
}

/** An object as it is stored now, and the status to answer with. */
export interface Written {
  readonly status: number;
  readonly object: ApiObject;
}

/** Whose fields these are where the request does not say: the first word of the user agent. */
export function managerOf({ query, request }: Pick<Target, 'query' | 'request'>): string {
  return query['fieldManager'] || ((request.headers?.['user-agent'] ?? '').split('/')[0] || 'unknown').slice(0, 128);
}

/** The write that the lifecycle is asked for. */
export function writeOf(t: Target, o: Pick<WriteQuery, 'dryRun'> & { readonly force?: boolean | undefined }): Write {
  return {
    user: t.user,
    resource: t.resource,
    namespace: t.namespace,
    name: t.name,
    subresource: t.subresource,
    fieldManager: managerOf(t),
    dryRun: o.dryRun,
    warn: t.warn,
    ...(o.force === undefined ? {} : { force: o.force }),
  };
}

function read(core: Core, t: Target, o: WriteQuery): Draft {
  const into = expected(t.resource);
  return readObject(
    core,
    t.request,
    { ...into, unknownFields: (x) => unknownFields(t.resource, x).map((f) => /"(.*)"$/.exec(f)?.[1] ?? f) },
    o.fieldValidation,
    t.warn,
  );
}

export function create(core: Core, t: Target): Written {
  const o = writeQuery(t.query, 'CreateOptions');
  const draft = ownedOnce(read(core, t, o), t.warn);
  checkNamespace(t, draft);
  return { status: 201, object: createObject(core, writeOf(t, o), toStored(t.resource, draft)) };
}

export function update(core: Core, t: Target): Written {
  const o = writeQuery(t.query, 'UpdateOptions');
  const draft = ownedOnce(read(core, t, o), t.warn);
  checkName(draft, t);
  const there = core.store.get({ resource: t.resource.id, namespace: t.namespace, name: t.name });
  if (!there && t.resource.definition.createOnUpdate && !t.subresource)
    return { status: 201, object: createObject(core, { ...writeOf(t, o), name: '' }, unversioned(toStored(t.resource, draft))) };
  if (there && t.resource.definition.unconditionalUpdate === false && !(draft.metadata?.resourceVersion ?? '').replace(/^0+$/, ''))
    throw invalidObject({ ...t.resource.about, kind: t.resource.about.plural }, t.name, [
      invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  return { status: 200, object: updateObject(core, writeOf(t, o), () => toStored(t.resource, draft)) };
}

/** The object without owners that it names twice. Source: apiserver's handlers/rest.go (dedupOwnerReferences). */
function ownedOnce(o: Draft, warn: Target['warn']): Draft {
  const owners = o.metadata?.ownerReferences;
  if (!owners?.length) return o;
  const twice = owners.filter((r, i) => owners.slice(0, i).some((x) => equal(x, r)));
  if (!twice.length) return o;
  warn(
    `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${twice.map((r) => r.uid).join(', ')}`,
  );
  return { ...o, metadata: { ...o.metadata, ownerReferences: owners.filter((r) => !twice.includes(r)) } };
}

/** A replacement of what is not there may say any version. */
function unversioned(o: Draft): Draft {
  const { resourceVersion: _, ...metadata } = o.metadata ?? {};
  return { ...o, metadata };
}

/** The body says the namespace of the path or none. */
function checkNamespace({ resource, namespace }: Target, draft: Draft): void {
  const said = draft.metadata?.namespace;
  if (resource.definition.namespaced && said && said !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

const PATCHES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Patches an object or a part of it; the answer is in the version of the path. */
export function patch(core: Core, t: Target): Written {
  const type = PATCHES[mediaTypeOf(t.request)];
  if (!type)
    throw unsupported(
      Object.keys(PATCHES).filter((m) => !t.resource.definition.structural || m !== 'application/strategic-merge-patch+json'),
    );
  const o = writeQuery(t.query, 'PatchOptions');
  const { object, created } = patchObject(core, writeOf(t, o), type, bodyText(core, t.request, expected(t.resource)), {
    force: o.force,
    fieldManager: o.fieldManager,
    fieldValidation: o.fieldValidation,
    query: t.query,
  });
  return { status: created ? 201 : 200, object };
}

/** Kinds whose deletion is answered with the object itself, though it is gone. Source: ReturnDeletedObject in pkg/registry. */
const TOLD: ReadonlySet<string> = new Set([
  'core/pods',
  'core/podtemplates',
  'core/persistentvolumes',
  'core/persistentvolumeclaims',
  'core/resourcequotas',
  'core/serviceaccounts',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/volumeattachments',
  'storage.k8s.io/volumeattributesclasses',
  'policy/podsecuritypolicies',
]);

/** Deletes one object: what is left of it, or word that it is gone. */
export function remove(core: Core, t: Target): Written | ApiResponse {
  const o = deleteOptions(deleteBody(core, t.request), t.query);
  const { object, deleted } = deleteObject(core, writeOf(t, o), o);
  warnOfDependents(t, o);
  if (!deleted || TOLD.has(t.resource.id)) return { status: !deleted && o.accepted ? 202 : 200, object };
  const { plural, group } = t.resource.about;
  return {
    status: 200,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: t.name, ...(group ? { group } : {}), kind: plural, uid: object.metadata.uid },
    },
  };
}

function warnOfDependents({ resource: { definition }, warn }: Target, { propagationPolicy }: ReturnType<typeof deleteOptions>): void {
  if (definition.deleteWarning && propagationPolicy === undefined) warn(definition.deleteWarning);
}

/** Deletes what is selected, and tells what that was. */
export function removeAll(core: Core, t: Target, selection: Selection): readonly ApiObject[] {
  const o = deleteOptions(deleteBody(core, t.request), t.query);
  const { resource, namespace } = t;
  warnOfDependents(t, o);
  const chosen = core.store.list({ resource: resource.id, ...(namespace ? { namespace } : {}) }).filter((x) => selection.matches(x));
  return chosen.map((x) => {
    const there = { ...writeOf(t, o), name: x.metadata.name, namespace: x.metadata.namespace ?? '' };
    if (!core.store.get({ resource: resource.id, namespace: there.namespace, name: there.name })) return x; // gone with another
    return deleteObject(core, there, { ...o, preconditions: undefined }).object;
  });
}
