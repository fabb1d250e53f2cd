/** CSIStorageCapacity. Source: storage/validation ValidateCSIStorageCapacity. */
import { invalidEach, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/selector-validation.ts';
import { column, NAME } from '../columns.ts';
import { validateNonnegativeQuantity } from '../core/resource-names.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CSIStorageCapacity } from '../types.ts';

export const csiStorageCapacities = defineKind<CSIStorageCapacity>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  namespaced: true,
  unconditionalUpdate: false,
  validate: (o) => validate(o, false),
  validateUpdate: (next, previous) => [
    ...validate(next, hasInvalidLabelValue(previous.nodeTopology)),
    ...validateImmutableField(next.nodeTopology, previous.nodeTopology, 'nodeTopology'),
    ...validateImmutableField(next.storageClassName, previous.storageClassName, 'storageClassName'),
  ],
  columns: [
    NAME,
    column('StorageClassName', 'CSIStorageCapacity.storageClassName', (o) => o.storageClassName),
    column('Capacity', 'CSIStorageCapacity.capacity', (o) => o.capacity ?? '<unset>'),
  ],
});

function validate(o: CSIStorageCapacity, allowInvalidLabelValue: boolean): readonly FieldError[] {
  return [
    ...validateLabelSelector(o.nodeTopology, 'nodeTopology', { allowInvalidLabelValue }),
    ...invalidEach('storageClassName', o.storageClassName, isDNS1123Subdomain(o.storageClassName)),
    ...(o.capacity === undefined ? [] : validateNonnegativeQuantity(o.capacity, 'capacity')),
  ];
}
