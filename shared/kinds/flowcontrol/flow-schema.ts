/** FlowSchema. */
import { defineKind } from '../definition.ts';
import type { FlowSchema } from '../types.ts';

export const flowSchemas = defineKind<FlowSchema>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', plural: 'flowschemas', namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
