/** What may I do in a namespace. Source: pkg/registry/authorization/selfsubjectrulesreview. */
import { badRequest } from '#shared/api/errors.ts';
import { selfSubjectRulesReviews } from '#shared/kinds/authorization/self-subject-rules-review.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { SelfSubjectRulesReviewSpec } from '#shared/kinds/generated/types.ts';
import type { Draft } from '#shared/api/object.ts';
import { grantsOf } from '../authorization/rule-resolver.ts';
import { created, type SubresourceHandler } from './handler.ts';

export const selfSubjectRulesReview: SubresourceHandler = {
  resource: resourceOf(selfSubjectRulesReviews),
  subresource: '',
  create(r, body: Draft & { readonly spec?: SelfSubjectRulesReviewSpec }) {
    const namespace = body.spec?.namespace;
    if (!namespace) throw badRequest('no namespace on request');
    const { grants, errors } = grantsOf(r.core, r.user, namespace);
    const rules = grants.flatMap((g) => g.rules);
    return created(selfSubjectRulesReviews, {
      spec: {},
      status: {
        resourceRules: rules
          .filter((x) => x.resources?.length)
          .map(({ verbs, apiGroups, resources, resourceNames }) => ({
            verbs,
            apiGroups,
            resources,
            ...(resourceNames?.length ? { resourceNames } : {}),
          })),
        nonResourceRules: rules.filter((x) => x.nonResourceURLs?.length).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
        incomplete: false,
        ...(errors ? { evaluationError: errors } : {}),
      },
    });
  },
};
