/** DeviceClass. Source: resource/validation, registry/resource/deviceclass. */
import { required } from '../../api/errors.ts';
import { AGE, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { DeviceClass } from '../types.ts';

export const deviceClasses = defineKind<DeviceClass>({
  apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', plural: 'deviceclasses', namespaced: false, generation: true,
  validate: (o) => (o.spec.selectors ?? []).flatMap((s, i) => (s.cel ? [] : [required(`spec.selectors[${i}].cel`)])),
  columns: [NAME, AGE],
});
