/** ResourceClaimTemplate. Source: resource/v1 defaults, resource/validation. */
import { AGE, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { ResourceClaimTemplate } from '../types.ts';
import { validateClaimSpec, withRequestDefaults } from './device-requests.ts';

export const resourceClaimTemplates = defineKind<ResourceClaimTemplate>({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  namespaced: true,
  default(o) {
    const spec = withRequestDefaults(o.spec.spec);
    return spec === o.spec.spec ? o : { ...o, spec: { ...o.spec, spec } };
  },
  validate: (o) => validateClaimSpec(o.spec.spec, 'spec.spec'),
  validateUpdate: (next, previous) => [...validateImmutableField(next.spec, previous.spec, 'spec')],
  columns: [NAME, AGE],
});
