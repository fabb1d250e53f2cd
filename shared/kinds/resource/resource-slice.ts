/** ResourceSlice. Source: resource/validation, printers/internalversion. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { ResourceSlice } from '../types.ts';

export const resourceSlices = defineKind<ResourceSlice>({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  namespaced: false,
  generation: true,
  validate,
  validateUpdate: (next, previous) => [
    ...validate(next),
    ...validateImmutableField(next.spec.driver, previous.spec.driver, 'spec.driver'),
    ...validateImmutableField(next.spec.pool.name, previous.spec.pool.name, 'spec.pool.name'),
    ...validateImmutableField(next.spec.nodeName, previous.spec.nodeName, 'spec.nodeName', next.spec.nodeName ?? ''),
  ],
  selectableFields: (o) => ({ 'spec.nodeName': o.spec.nodeName ?? '', 'spec.driver': o.spec.driver }),
  columns: [
    NAME,
    column('Node', 'ResourceSliceSpec.nodeName', (o) => o.spec.nodeName || '<unset>'),
    column('Driver', 'ResourceSliceSpec.driver', (o) => o.spec.driver),
    column('Pool', 'ResourcePool.name', (o) => o.spec.pool.name),
    AGE,
  ],
});

function validate({ spec }: ResourceSlice): readonly FieldError[] {
  const { driver, pool } = spec;
  const places = [
    spec.nodeName !== undefined,
    spec.nodeSelector !== undefined,
    spec.allNodes === true,
    spec.perDeviceNodeSelection === true,
  ].filter(Boolean).length;
  return [
    ...(places === 1
      ? []
      : places === 0
        ? [required('spec', 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required')]
        : [
            invalid(
              'spec',
              null,
              'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
            ),
          ]),
    ...(driver ? isDNS1123Subdomain(driver).map((m) => invalid('spec.driver', driver, m)) : [required('spec.driver')]),
    ...(pool.name ? [] : [required('spec.pool.name')]),
    ...(pool.resourceSliceCount <= 0
      ? [invalid('spec.pool.resourceSliceCount', pool.resourceSliceCount, 'must be greater than zero')]
      : []),
    ...(pool.generation < 0 ? [invalid('spec.pool.generation', pool.generation, 'must be greater than or equal to zero')] : []),
  ];
}
