/** PodTemplate. */
import { defineKind } from '../definition.ts';
import type { PodTemplate } from '../types.ts';

export const podTemplates = defineKind<PodTemplate>({
  apiVersion: 'v1', kind: 'PodTemplate', plural: 'podtemplates', namespaced: true,
});
