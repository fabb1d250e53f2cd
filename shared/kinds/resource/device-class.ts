/** DeviceClass. */
import { defineKind } from '../definition.ts';
import type { DeviceClass } from '../types.ts';

export const deviceClasses = defineKind<DeviceClass>({
  apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', plural: 'deviceclasses', namespaced: false,
});
