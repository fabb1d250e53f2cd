/** SelfSubjectRulesReview. */
import { defineKind } from '../definition.ts';
import type { SelfSubjectRulesReview } from '../types.ts';

export const selfSubjectRulesReviews = defineKind<SelfSubjectRulesReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  namespaced: false,
  verbs: ['create'],
});
