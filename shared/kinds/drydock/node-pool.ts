/** NodePool: a design object. Its controller makes Nodes the way a provider does. */
import { defineKind } from '../definition.ts';
import type { NodePool } from './types.ts';

export const nodePools = defineKind<NodePool>({
  apiVersion: 'drydock.dev/v1', kind: 'NodePool', plural: 'nodepools', shortNames: ['np'], namespaced: false, generation: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['status', 'selector'] },
});
