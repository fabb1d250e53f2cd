/** CSINode. */
import { defineKind } from '../definition.ts';
import type { CSINode } from '../types.ts';

export const csiNodes = defineKind<CSINode>({
  apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', plural: 'csinodes', namespaced: false,
});
