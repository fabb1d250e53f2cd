/** ResourceClaim. Source: resource/v1 defaults, resource/validation, printers/internalversion. */
import { isTerminating } from '../../api/object.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { ResourceClaim } from '../types.ts';
import { validateClaimSpec, withRequestDefaults } from './device-requests.ts';

export const resourceClaims = defineKind<ResourceClaim>({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  namespaced: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  default(o) {
    const spec = withRequestDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateClaimSpec(o.spec, 'spec'),
  validateUpdate: (next, previous) => [...validateImmutableField(next.spec, previous.spec, 'spec')],
  columns: [
    NAME,
    column('State', '', stateText, { description: 'A summary of the current state (allocated, pending, reserved, etc.).' }),
    AGE,
  ],
});

function stateText(o: ResourceClaim): string {
  const states = [
    ...(isTerminating(o) ? ['deleted'] : []),
    ...(!o.status.allocation
      ? isTerminating(o)
        ? []
        : ['pending']
      : ['allocated', ...(o.status.reservedFor?.length ? ['reserved'] : [])]),
  ];
  return states.join(',');
}
