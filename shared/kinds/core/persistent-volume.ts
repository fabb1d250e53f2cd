/** PersistentVolume. */
import { defineKind } from '../definition.ts';
import type { PersistentVolume } from '../types.ts';

export const persistentVolumes = defineKind<PersistentVolume>({
  apiVersion: 'v1', kind: 'PersistentVolume', plural: 'persistentvolumes', shortNames: ['pv'], namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
