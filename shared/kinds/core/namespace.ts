/** Namespace. */
import { defineKind } from '../definition.ts';
import type { Namespace } from '../types.ts';

export const namespaces = defineKind<Namespace>({
  apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', shortNames: ['ns'], namespaced: false,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'finalize', verbs: ['update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
