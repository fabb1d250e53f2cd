/** SelfSubjectReview. */
import { defineKind } from '../definition.ts';
import type { SelfSubjectReview } from '../types.ts';

export const selfSubjectReviews = defineKind<SelfSubjectReview>({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
  verbs: ['create'],
});
