/** StatefulSet. */
import { defineKind } from '../definition.ts';
import type { StatefulSet } from '../types.ts';

export const statefulSets = defineKind<StatefulSet>({
  apiVersion: 'apps/v1', kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
