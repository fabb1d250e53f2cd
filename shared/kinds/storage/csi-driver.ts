/** CSIDriver. */
import { defineKind } from '../definition.ts';
import type { CSIDriver } from '../types.ts';

export const csiDrivers = defineKind<CSIDriver>({
  apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', plural: 'csidrivers', namespaced: false,
});
