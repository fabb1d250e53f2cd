/** TokenReview. */
import { defineKind } from '../definition.ts';
import type { TokenReview } from '../types.ts';

export const tokenReviews = defineKind<TokenReview>({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  namespaced: false,
  verbs: ['create'],
});
