/** SubjectAccessReview. */
import { defineKind } from '../definition.ts';
import type { SubjectAccessReview } from '../types.ts';

export const subjectAccessReviews = defineKind<SubjectAccessReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
  verbs: ['create'],
});
