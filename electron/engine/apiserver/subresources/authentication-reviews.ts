/** Who am I, and whose is this token: SelfSubjectReview and TokenReview. Source: pkg/registry/authentication. */
import { badRequest } from '#shared/api/errors.ts';
import type { Draft } from '#shared/api/object.ts';
import { selfSubjectReviews } from '#shared/kinds/authentication/self-subject-review.ts';
import { tokenReviews } from '#shared/kinds/authentication/token-review.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { TokenReviewSpec, UserInfo } from '#shared/kinds/generated/types.ts';
import { authenticateToken } from '../authentication/service-account-token.ts';
import { timestamp, type User } from '../context.ts';
import { created, type SubresourceHandler } from './handler.ts';

export const selfSubjectReview: SubresourceHandler = {
  resource: resourceOf(selfSubjectReviews),
  subresource: '',
  create: (r) =>
    created(selfSubjectReviews, { metadata: { creationTimestamp: timestamp(r.core) }, status: { userInfo: userInfo(r.user) } }),
};

export const tokenReview: SubresourceHandler = {
  resource: resourceOf(tokenReviews),
  subresource: '',
  create(r, body: Draft & { readonly spec?: TokenReviewSpec }) {
    const { token, audiences } = body.spec ?? {};
    if (!token) throw badRequest('token is required for TokenReview in authentication');
    const result = authenticateToken(r.core, token, audiences?.length ? audiences : undefined);
    const status =
      'user' in result
        ? { authenticated: true, user: userInfo(result.user), audiences: result.audiences }
        : { user: {}, error: result.error };
    return created(tokenReviews, { metadata: body.metadata, spec: body.spec, status });
  },
};

function userInfo({ name, uid, groups, extra }: User): UserInfo {
  return {
    username: name,
    ...(uid ? { uid } : {}),
    ...(groups.length ? { groups } : {}),
    ...(extra && Object.keys(extra).length ? { extra } : {}),
  };
}
