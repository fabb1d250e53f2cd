/** What serves the subresources and the kinds that are not stored. `status` needs none: lifecycle.ts knows it. */
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews.ts';
import { selfSubjectReview, tokenReview } from './authentication-reviews.ts';
import { certificateApproval } from './certificate-approval.ts';
import { componentStatusHandler } from './component-statuses.ts';
import type { SubresourceHandler } from './handler.ts';
import { namespaceFinalize } from './namespace-finalize.ts';
import { binding, podBinding } from './pod-binding.ts';
import { podEviction } from './pod-eviction.ts';
import { podLog } from './pod-log.ts';
import { podEphemeralContainers, podResize } from './pod-parts.ts';
import { nodeProxy, podAttach, podExec, podPortForward, podProxy, serviceProxy } from './pod-streams.ts';
import { nodeMetricsHandler, podMetricsHandler } from './resource-metrics.ts';
import { scale } from './scale.ts';
import { selfSubjectRulesReview } from './self-subject-rules-review.ts';
import { serviceAccountTokenRequest } from './service-account-token-request.ts';

export const subresourceHandlers: readonly SubresourceHandler[] = [
  certificateApproval,
  namespaceFinalize,
  binding,
  podBinding,
  podEphemeralContainers,
  podEviction,
  podResize,
  podLog,
  podExec,
  podAttach,
  podPortForward,
  podProxy,
  serviceProxy,
  nodeProxy,
  scale,
  serviceAccountTokenRequest,
  selfSubjectReview,
  tokenReview,
  selfSubjectAccessReview,
  subjectAccessReview,
  localSubjectAccessReview,
  selfSubjectRulesReview,
  componentStatusHandler,
  nodeMetricsHandler,
  podMetricsHandler,
];
