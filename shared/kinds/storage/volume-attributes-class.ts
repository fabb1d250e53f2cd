/** VolumeAttributesClass. */
import { defineKind } from '../definition.ts';
import type { VolumeAttributesClass } from '../types.ts';

export const volumeAttributesClasses = defineKind<VolumeAttributesClass>({
  apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttributesClass', plural: 'volumeattributesclasses', shortNames: ['vac'], namespaced: false,
});
