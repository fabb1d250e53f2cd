/** VolumeAttachment. */
import { defineKind } from '../definition.ts';
import type { VolumeAttachment } from '../types.ts';

export const volumeAttachments = defineKind<VolumeAttachment>({
  apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', plural: 'volumeattachments', namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
