/** EndpointSlice. */
import { defineKind } from '../definition.ts';
import type { EndpointSlice } from '../types.ts';

export const endpointSlices = defineKind<EndpointSlice>({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', plural: 'endpointslices', namespaced: true,
});
