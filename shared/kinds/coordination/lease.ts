/** Lease. Source: coordination/validation ValidateLease, registry/coordination/lease. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { Lease } from '../types.ts';

export const leases = defineKind<Lease>({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
  createOnUpdate: true,
  unconditionalUpdate: false,
  prepareCreate: withoutElection,
  prepareUpdate: withoutElection,
  validate,
  validateUpdate: validate,
  columns: [NAME, column('Holder', 'LeaseSpec.holderIdentity', (o) => o.spec?.holderIdentity ?? ''), AGE],
});

/** Coordinated election is behind a feature gate that is off. */
function withoutElection(o: Lease): Lease {
  if (o.spec?.strategy === undefined && o.spec?.preferredHolder === undefined) return o;
  const { strategy: _gated, preferredHolder: _too, ...spec } = o.spec;
  return { ...o, spec };
}

function validate({ spec }: Lease): readonly FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec ?? {};
  return [
    ...(duration !== undefined && duration <= 0 ? [invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')] : []),
    ...(transitions !== undefined && transitions < 0
      ? [invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
      : []),
  ];
}
