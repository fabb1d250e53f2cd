/** ReplicationController. */
import { defineKind } from '../definition.ts';
import type { ReplicationController } from '../types.ts';

export const replicationControllers = defineKind<ReplicationController>({
  apiVersion: 'v1', kind: 'ReplicationController', plural: 'replicationcontrollers', shortNames: ['rc'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
