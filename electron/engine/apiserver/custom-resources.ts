/**
 * Serves what CustomResourceDefinitions define, from the moment they are stored until they are gone; those that are in the
 * log of a document are served when it is opened. Source: apiextensions' customresource_handler.
 */
import type { ApiObject } from '#shared/api/object.ts';
import { resourceId } from '#shared/api/ref.ts';
import { acceptNames } from '#shared/kinds/apiextensions/accepted-names.ts';
import { customKind } from '#shared/kinds/apiextensions/custom-kind.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { group, resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Resources } from './resources.ts';

const CRDS = resourceOf(customResourceDefinitions);

/** Keeps `resources` in step with the definitions in `store`. Call once, before anything is asked of custom resources. */
export function serveCustomResources(store: ObjectStore, resources: Resources): void {
  const definitions = () => store.list({ resource: CRDS }) as readonly CustomResourceDefinition[];
  for (const d of definitions()) serve(d, definitions(), resources);
  store.observe(({ ref, before, after }) => {
    if (ref.resource !== CRDS) return;
    if (before && !after) {
      if (resources.byId(idOf(before))?.definition.structural) resources.remove(idOf(before));
    } else if (after && (specOf(after) !== specOf(before) || namesOf(after) !== namesOf(before)))
      serve(after as CustomResourceDefinition, definitions(), resources);
  });
}

const idOf = (o: ApiObject) => {
  const { spec } = o as CustomResourceDefinition;
  return resourceId(spec.group, spec.names.plural);
};
const specOf = (o: ApiObject | undefined) => (o as CustomResourceDefinition | undefined)?.spec;
const namesOf = (o: ApiObject | undefined) => (o as CustomResourceDefinition | undefined)?.status.acceptedNames;

/** Serves a definition under the names that it has, or will have once its controller has looked at it. */
function serve(d: CustomResourceDefinition, all: readonly CustomResourceDefinition[], resources: Resources): void {
  const { names } = acceptNames(d, all);
  const kind = names.plural === d.spec.names.plural && names.kind ? customKind(d, names) : undefined;
  if (kind && !isBuiltIn(kind, resources)) resources.add(kind);
}

/** Kubernetes' own kinds come first: a definition cannot take their place. */
function isBuiltIn(kind: KindDefinition, resources: Resources): boolean {
  const taken = [resources.byId(resourceOf(kind)), resources.byGroupKind(group(kind), kind.kind)];
  return taken.some((r) => r !== undefined && !r.definition.structural);
}
