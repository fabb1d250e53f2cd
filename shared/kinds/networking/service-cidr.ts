/** ServiceCIDR: a range that services get addresses of. Source: networking/validation ValidateServiceCIDR. */
import { parseBlock, validateCIDR } from '../../api/addresses.ts';
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ServiceCIDR } from '../types.ts';

export const serviceCIDRs = defineKind<ServiceCIDR>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  namespaced: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateCIDRs(o.spec?.cidrs ?? []),
  validateUpdate,
  selectableFields: (o) => ({ 'metadata.name': o.metadata.name }),
  columns: [NAME, column('CIDRs', 'ServiceCIDRSpec.cidrs', (o) => (o.spec?.cidrs ?? []).join(',')), AGE],
});

function validateCIDRs(cidrs: readonly string[]): readonly FieldError[] {
  if (cidrs.length === 0) return [required('spec.cidrs', 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid('spec.cidrs', { CIDRs: cidrs }, 'may only hold up to 2 values')];
  const errors = cidrs.flatMap((c, i) => validateCIDR(c, `spec.cidrs[${i}]`));
  const [a, b] = cidrs.map((c) => parseBlock(c)?.address.family);
  return cidrs.length === 2 && a !== undefined && a === b
    ? [...errors, invalid('spec.cidrs', cidrs, 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64')]
    : errors;
}

function validateUpdate(next: ServiceCIDR, previous: ServiceCIDR): readonly FieldError[] {
  const now = next.spec?.cidrs ?? [];
  const was = previous.spec?.cidrs ?? [];
  const fixed = (i: number) => invalid(`spec.cidrs[${i}]`, now[i], 'field is immutable');
  if (now.length === was.length) return was.flatMap((c, i) => (c === now[i] ? [] : [fixed(i)]));
  if (was.length === 1 && now.length === 2) return [...(now[0] === was[0] ? [] : [fixed(0)]), ...validateCIDRs(now)];
  return [invalid('spec.cidrs', now, 'field is immutable')];
}
