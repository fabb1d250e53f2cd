/** No custom resource is made while its definition is going. Source: apiextensions' customresource_handler.go (forbidCreateAdmission). */
import { forbidden } from '#shared/api/errors.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';

const DEFINITIONS = resourceOf(customResourceDefinitions);

export const terminatingDefinition: AdmissionPlugin = {
  name: 'TerminatingDefinition',
  admit(c, o, _previous, core) {
    if (c.operation !== 'CREATE' || !c.resource.definition.structural) return o;
    const { about } = c.resource;
    const d = core.store.get({ resource: DEFINITIONS, namespace: '', name: `${about.plural}.${about.group}` }) as
      CustomResourceDefinition | undefined;
    if (d?.status.conditions?.some((x) => x.type === 'Terminating' && x.status === 'True'))
      throw forbidden(about, o.metadata.name, 'create not allowed while custom resource definition is terminating');
    return o;
  },
};
