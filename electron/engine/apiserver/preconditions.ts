/** What a write may demand of the object it finds. Source: apiserver's registry/rest (BeforeDelete) and storage (Preconditions). */
import { conflict, type ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Resource } from './resources.ts';

/** The uid or version an object must have. */
export interface Preconditions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

/** Throws Conflict where a delete means another object or another state of it. It is told of the kind, not of the resource. */
export function checkBeforeDelete({ about }: Resource, { metadata: m }: ApiObject, { uid, resourceVersion }: Preconditions): void {
  const refused = (why: string): ApiError => conflict({ ...about, plural: about.kind }, m.name, why);
  if (uid !== undefined && uid !== m.uid)
    throw refused(
      `the UID in the precondition (${uid}) does not match the UID in record (${m.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== m.resourceVersion)
    throw refused(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${m.resourceVersion}). The object might have been modified`,
    );
}

/** Resources that etcd has under another name. Source: SpecialDefaultResourcePrefixes in kubeapiserver's default_storage_factory_builder.go. */
const STORED_AS: Readonly<Record<string, string>> = {
  'core/replicationcontrollers': 'controllers',
  'core/endpoints': 'services/endpoints',
  'core/nodes': 'minions',
  'core/services': 'services/specs',
  'networking.k8s.io/ingresses': 'ingress',
};
/** Groups whose resources etcd keeps under the name of the group. */
const BY_GROUP: readonly string[] = ['apiextensions.k8s.io', 'apiregistration.k8s.io'];

/** Throws Conflict where an update means another object, in the words of the storage that finds it out. */
export function checkBeforeUpdate(
  { id, about, definition }: Pick<Resource, 'id' | 'about' | 'definition'>,
  { metadata: m }: ApiObject,
  { uid, resourceVersion }: Preconditions,
): void {
  const wrong =
    uid && uid !== m.uid
      ? `UID in precondition: ${uid}, UID in object meta: ${m.uid}`
      : resourceVersion && resourceVersion !== m.resourceVersion
        ? `ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${m.resourceVersion}`
        : '';
  if (!wrong) return;
  const folder =
    STORED_AS[id] ?? (definition.structural || BY_GROUP.includes(about.group) ? `${about.group}/${about.plural}` : about.plural);
  throw conflict(
    about,
    m.name,
    `StorageError: invalid object, Code: 4, Key: /registry/${folder}/${m.namespace ? `${m.namespace}/` : ''}${m.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${wrong}`,
  );
}
