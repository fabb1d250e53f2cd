/** Binding. */
import { defineKind } from '../definition.ts';
import type { Binding } from '../types.ts';

export const bindings = defineKind<Binding>({
  apiVersion: 'v1', kind: 'Binding', plural: 'bindings', namespaced: true,
  verbs: ['create'],
});
