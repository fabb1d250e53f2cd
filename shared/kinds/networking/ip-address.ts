/** IPAddress: an address of the cluster's service ranges that is taken. Source: networking/validation ValidateIPAddress. */
import { validateIP } from '../../api/addresses.ts';
import { invalidEach, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain, isPathSegmentName } from '../../api/names.ts';
import { column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { IPAddress } from '../types.ts';

export const ipAddresses = defineKind<IPAddress>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  namespaced: false,
  validate,
  validateUpdate: (next, previous) => [
    ...validate(next),
    ...validateImmutableField(next.spec?.parentRef, previous.spec?.parentRef, 'spec.parentRef'),
  ],
  validateName: (name) => validateIP(name, '').map((e) => e.detail.slice(e.detail.indexOf(': ', 'Invalid value: '.length) + 2)),
  columns: [NAME, column('ParentRef', 'IPAddressSpec.parentRef', parentText)],
});

function parentText({ spec }: IPAddress): string {
  const r = spec?.parentRef;
  return r ? `${`${r.resource}${r.group ? `.${r.group}` : ''}`.toLowerCase()}${r.namespace ? `/${r.namespace}` : ''}/${r.name}` : '<none>';
}

function validate({ spec }: IPAddress): readonly FieldError[] {
  const r = spec?.parentRef;
  const path = 'spec.parentRef';
  if (!r) return [required(path)];
  const segment = (field: 'resource' | 'name') =>
    r[field] ? invalidEach(`${path}.${field}`, r[field], isPathSegmentName(r[field])) : [required(`${path}.${field}`)];
  return [
    ...(r.group ? invalidEach(`${path}.group`, r.group, isDNS1123Subdomain(r.group)) : []),
    ...segment('resource'),
    ...segment('name'),
    ...(r.namespace ? invalidEach(`${path}.namespace`, r.namespace, isPathSegmentName(r.namespace)) : []),
  ];
}
