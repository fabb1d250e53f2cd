/** LocalSubjectAccessReview. */
import { defineKind } from '../definition.ts';
import type { LocalSubjectAccessReview } from '../types.ts';

export const localSubjectAccessReviews = defineKind<LocalSubjectAccessReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  namespaced: true,
  verbs: ['create'],
});
