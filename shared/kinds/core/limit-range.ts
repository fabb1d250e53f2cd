/** LimitRange. */
import { defineKind } from '../definition.ts';
import type { LimitRange } from '../types.ts';

export const limitRanges = defineKind<LimitRange>({
  apiVersion: 'v1', kind: 'LimitRange', plural: 'limitranges', shortNames: ['limits'], namespaced: true,
});
