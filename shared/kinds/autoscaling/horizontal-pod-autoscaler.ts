/** HorizontalPodAutoscaler. */
import { defineKind } from '../definition.ts';
import type { HorizontalPodAutoscaler } from '../types.ts';

export const horizontalPodAutoscalers = defineKind<HorizontalPodAutoscaler>({
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', shortNames: ['hpa'], categories: ['all'], namespaced: true,
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
