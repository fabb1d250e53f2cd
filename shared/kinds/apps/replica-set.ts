/** ReplicaSet. */
import { defineKind } from '../definition.ts';
import type { ReplicaSet } from '../types.ts';

export const replicaSets = defineKind<ReplicaSet>({
  apiVersion: 'apps/v1', kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
