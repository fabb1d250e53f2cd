/**
 * May I, may they: SelfSubjectAccessReview, SubjectAccessReview and LocalSubjectAccessReview.
 * Source: pkg/registry/authorization, pkg/apis/authorization/validation.
 */
import { ApiError, badRequest, invalid, invalidObject, required, type FieldError } from '#shared/api/errors.ts';
import { localSubjectAccessReviews } from '#shared/kinds/authorization/local-subject-access-review.ts';
import { selfSubjectAccessReviews } from '#shared/kinds/authorization/self-subject-access-review.ts';
import { subjectAccessReviews } from '#shared/kinds/authorization/subject-access-review.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { ObjectMeta, SubjectAccessReviewSpec } from '#shared/kinds/generated/types.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorizer.ts';
import type { User } from '../context.ts';
import { created, type SubresourceHandler, type SubresourceRequest } from './handler.ts';

type Review = Draft & { readonly spec?: SubjectAccessReviewSpec };

/** About whoever asks. */
export const selfSubjectAccessReview = review(selfSubjectAccessReviews, (r, { spec = {}, metadata }) => {
  refuse([...aboutOneThing(spec), ...selectors(spec), ...emptyMetadata(metadata)]);
  return r.user;
});

/** About anybody. */
export const subjectAccessReview = review(subjectAccessReviews, (_r, { spec = {}, metadata }) => {
  refuse([...aboutOneThing(spec), ...aboutSomebody(spec), ...selectors(spec), ...emptyMetadata(metadata)]);
  return named(spec);
});

/** About anybody, in one namespace. */
export const localSubjectAccessReview = review(localSubjectAccessReviews, (r, { spec = {}, metadata = {} }) => {
  const { namespace = r.namespace, ...rest } = metadata;
  const { resourceAttributes: about } = spec;
  refuse([
    ...aboutOneThing(spec),
    ...aboutSomebody(spec),
    ...selectors(spec),
    ...(Object.keys(rest).length ? [invalid('metadata', metadata, 'must be empty except for namespace')] : []),
    ...(about && (about.namespace ?? '') !== namespace
      ? [invalid('spec.resourceAttributes.namespace', about.namespace ?? '', 'must match metadata.namespace')]
      : []),
    ...(spec.nonResourceAttributes ? [invalid('spec.nonResourceAttributes', shownPath(spec), 'disallowed on this kind of request')] : []),
  ]);
  if (namespace !== r.namespace) throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${r.namespace}`);
  return named(spec);
});

function review<T extends ApiObject>(kind: KindDefinition<T>, userOf: (r: SubresourceRequest, body: Review) => User): SubresourceHandler {
  return {
    resource: resourceOf(kind),
    subresource: '',
    create(r, body: Review) {
      const { allowed, reason } = authorize(r.core, userOf(r, body), attributesOf(body.spec ?? {}));
      return created(kind, {
        metadata: kind.namespaced ? { ...body.metadata, namespace: r.namespace } : body.metadata,
        spec: body.spec,
        status: { allowed, ...(reason ? { reason } : {}) },
      });
    },
  };
}

function named({ user = '', uid, groups = [], extra }: SubjectAccessReviewSpec): User {
  return { name: user, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}) };
}

function attributesOf({ resourceAttributes: a, nonResourceAttributes: path }: SubjectAccessReviewSpec): Attributes {
  if (!a) return { verb: path?.verb ?? '', path: path?.path ?? '' };
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '' } = a;
  return { verb, group, resource, subresource, namespace, name };
}

/** As the server's own types are printed. */
const shownPath = ({ nonResourceAttributes: p }: SubjectAccessReviewSpec) => (p ? { Path: p.path ?? '', Verb: p.verb ?? '' } : null);

function aboutOneThing(spec: SubjectAccessReviewSpec): readonly FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes && nonResourceAttributes)
    return [invalid('spec.nonResourceAttributes', shownPath(spec), 'cannot be specified in combination with resourceAttributes')];
  return resourceAttributes || nonResourceAttributes
    ? []
    : [invalid('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')];
}

function aboutSomebody({ user = '', groups = [] }: SubjectAccessReviewSpec): readonly FieldError[] {
  return user || groups.length ? [] : [invalid('spec.user', user, 'at least one of user or group must be specified')];
}

function selectors({ resourceAttributes: a }: SubjectAccessReviewSpec): readonly FieldError[] {
  return (['fieldSelector', 'labelSelector'] as const).flatMap((which): FieldError[] => {
    const s = a?.[which];
    const path = `spec.resourceAttributes.${which}`;
    if (!s) return [];
    if (s.rawSelector && s.requirements?.length)
      return [invalid(`${path}.rawSelector`, s.rawSelector, 'may not specified at the same time as requirements')];
    return s.rawSelector || s.requirements?.length
      ? []
      : [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)];
  });
}

function emptyMetadata(metadata: ObjectMeta = {}): readonly FieldError[] {
  const { managedFields: _m, ...rest } = metadata;
  return Object.keys(rest).length ? [invalid('metadata', rest, 'must be empty')] : [];
}

/** The server has forgotten the kind's name by the time it looks: so its refusal has none. */
function refuse(errors: readonly FieldError[]): void {
  if (!errors.length) return;
  const e = invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
  throw new ApiError('Invalid', e.message, { group: 'authorization.k8s.io', causes: e.details?.causes ?? [] });
}
