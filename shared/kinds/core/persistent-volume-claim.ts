/** PersistentVolumeClaim. */
import { defineKind } from '../definition.ts';
import type { PersistentVolumeClaim } from '../types.ts';

export const persistentVolumeClaims = defineKind<PersistentVolumeClaim>({
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', shortNames: ['pvc'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
