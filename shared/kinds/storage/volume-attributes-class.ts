/** VolumeAttributesClass. Source: storage/validation ValidateVolumeAttributesClass. */
import { forbiddenField } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { VolumeAttributesClass } from '../types.ts';
import { validateParameters } from './parameters.ts';
import { validateProvisioner } from './storage-class.ts';

const validate = (o: VolumeAttributesClass) => [
  ...validateProvisioner(o.driverName, 'driverName'),
  ...validateParameters(o.parameters, 'parameters', false),
];

export const volumeAttributesClasses = defineKind<VolumeAttributesClass>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  namespaced: false,
  validate,
  validateUpdate: (next, previous) => [
    ...(next.driverName === previous.driverName ? [] : [forbiddenField('driverName', 'updates to driverName are forbidden.')]),
    ...(equal(next.parameters, previous.parameters) ? [] : [forbiddenField('parameters', 'updates to parameters are forbidden.')]),
    ...validate(next),
  ],
  columns: [NAME, column('DriverName', 'VolumeAttributesClass.driverName', (o) => o.driverName), AGE],
});
