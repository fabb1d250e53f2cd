/** StorageClass. */
import { defineKind } from '../definition.ts';
import type { StorageClass } from '../types.ts';

export const storageClasses = defineKind<StorageClass>({
  apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', plural: 'storageclasses', shortNames: ['sc'], namespaced: false,
});
