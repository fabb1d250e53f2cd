/** DaemonSet. */
import { defineKind } from '../definition.ts';
import type { DaemonSet } from '../types.ts';

export const daemonSets = defineKind<DaemonSet>({
  apiVersion: 'apps/v1', kind: 'DaemonSet', plural: 'daemonsets', shortNames: ['ds'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
