/** Deployment. */
import { defineKind } from '../definition.ts';
import type { Deployment } from '../types.ts';

export const deployments = defineKind<Deployment>({
  apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', shortNames: ['deploy'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
