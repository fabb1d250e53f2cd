/** ControllerRevision. */
import { defineKind } from '../definition.ts';
import type { ControllerRevision } from '../types.ts';

export const controllerRevisions = defineKind<ControllerRevision>({
  apiVersion: 'apps/v1', kind: 'ControllerRevision', plural: 'controllerrevisions', namespaced: true,
});
