/** DeviceClass. Source: resource/validation, registry/resource/deviceclass. */
import { AGE, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { DeviceClass } from '../types.ts';
import { validateConfiguration, validateSelectors } from './device-requests.ts';

export const deviceClasses = defineKind<DeviceClass>({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  namespaced: false,
  generation: true,
  validate: (o) => [
    ...validateSelectors(o.spec.selectors, 'spec.selectors'),
    ...(o.spec.config ?? []).flatMap((c, i) => validateConfiguration(c, `spec.config[${i}]`)),
  ],
  columns: [NAME, AGE],
});
