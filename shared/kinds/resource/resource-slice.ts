/** ResourceSlice. */
import { defineKind } from '../definition.ts';
import type { ResourceSlice } from '../types.ts';

export const resourceSlices = defineKind<ResourceSlice>({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceSlice', plural: 'resourceslices', namespaced: false,
});
