/** PriorityClass. */
import { defineKind } from '../definition.ts';
import type { PriorityClass } from '../types.ts';

export const priorityClasses = defineKind<PriorityClass>({
  apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', plural: 'priorityclasses', shortNames: ['pc'], namespaced: false,
});
