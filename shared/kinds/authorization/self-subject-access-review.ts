/** SelfSubjectAccessReview. */
import { defineKind } from '../definition.ts';
import type { SelfSubjectAccessReview } from '../types.ts';

export const selfSubjectAccessReviews = defineKind<SelfSubjectAccessReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
  verbs: ['create'],
});
