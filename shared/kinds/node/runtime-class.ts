/** RuntimeClass. */
import { defineKind } from '../definition.ts';
import type { RuntimeClass } from '../types.ts';

export const runtimeClasses = defineKind<RuntimeClass>({
  apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', plural: 'runtimeclasses', namespaced: false,
});
