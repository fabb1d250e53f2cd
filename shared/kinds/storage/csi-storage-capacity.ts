/** CSIStorageCapacity. */
import { defineKind } from '../definition.ts';
import type { CSIStorageCapacity } from '../types.ts';

export const csiStorageCapacities = defineKind<CSIStorageCapacity>({
  apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity', plural: 'csistoragecapacities', namespaced: true,
});
