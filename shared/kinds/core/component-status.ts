/** ComponentStatus. */
import { defineKind } from '../definition.ts';
import type { ComponentStatus } from '../types.ts';

export const componentStatuses = defineKind<ComponentStatus>({
  apiVersion: 'v1', kind: 'ComponentStatus', plural: 'componentstatuses', shortNames: ['cs'], namespaced: false,
  verbs: ['get', 'list'],
});
