/**
 * Takes finalizers off a namespace's spec: namespaces/finalize, and what the namespace controller does through the same
 * door. A namespace that is to be deleted goes with the last of them. Source: pkg/registry/core/namespace (FinalizeREST).
 */
import { badRequest, conflict, invalidObject, notFound } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import type { Draft } from '#shared/api/object.ts';
import { namespaces, validateFinalize } from '#shared/kinds/core/namespace.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Namespace } from '#shared/kinds/types.ts';
import type { Core } from '../context.ts';
import { storeUpdate } from '../lifecycle/update.ts';
import type { Resource } from '../resources.ts';
import type { SubresourceHandler } from './handler.ts';

const NAMESPACES = resourceOf(namespaces);

/** Sets the finalizers of a namespace's spec. */
export function finalizeNamespace(
  core: Core,
  name: string,
  finalizers: readonly string[],
  options: { readonly resourceVersion?: string | undefined; readonly dryRun?: boolean | undefined } = {},
): Namespace {
  const resource = core.resources.byId(NAMESPACES) as Resource;
  const ref = { resource: NAMESPACES, namespace: '', name };
  const current = core.store.get(ref) as Namespace | undefined;
  if (!current) throw notFound(resource.about, name);
  if (options.resourceVersion && options.resourceVersion !== current.metadata.resourceVersion)
    throw conflict(resource.about, name, 'the object has been modified; please apply your changes to the latest version and try again');
  const { finalizers: _old, ...spec } = current.spec;
  const next: Namespace = { ...current, spec: finalizers.length ? { ...spec, finalizers } : spec };
  const errors = validateFinalize(next);
  if (errors.length) throw invalidObject(resource.about, name, errors);
  if (options.dryRun || equal(next, current)) return next;
  return storeUpdate(core, resource, ref, next) as Namespace;
}

/** PUT …/namespaces/NAME/finalize. */
export const namespaceFinalize: SubresourceHandler = {
  resource: NAMESPACES,
  subresource: 'finalize',
  update(r, body: Draft) {
    const { metadata, spec } = body as Partial<Namespace>;
    if (metadata?.name && metadata.name !== r.name)
      throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${r.name})`);
    return finalizeNamespace(r.core, r.name, spec?.finalizers ?? [], { resourceVersion: metadata?.resourceVersion, dryRun: r.dryRun });
  },
};
