/** PriorityLevelConfiguration. */
import { defineKind } from '../definition.ts';
import type { PriorityLevelConfiguration } from '../types.ts';

export const priorityLevelConfigurations = defineKind<PriorityLevelConfiguration>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration', plural: 'prioritylevelconfigurations', namespaced: false,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
