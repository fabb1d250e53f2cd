/** What serves the subresources and the kinds that are not stored. `status` needs none: lifecycle.ts knows it. */
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews.ts';
import { selfSubjectReview, tokenReview } from './authentication-reviews.ts';
import type { SubresourceHandler } from './handler.ts';
import { namespaceFinalize } from './namespace-finalize.ts';
import { podBinding } from './pod-binding.ts';
import { podEviction } from './pod-eviction.ts';
import { podEphemeralContainers, podResize } from './pod-parts.ts';
import { selfSubjectRulesReview } from './self-subject-rules-review.ts';
import { serviceAccountTokenRequest } from './service-account-token-request.ts';

export const subresourceHandlers: readonly SubresourceHandler[] = [
  namespaceFinalize, podBinding, podEphemeralContainers, podEviction, podResize, serviceAccountTokenRequest,
  selfSubjectReview, tokenReview, selfSubjectAccessReview, subjectAccessReview, localSubjectAccessReview, selfSubjectRulesReview,
];
