/** What the kinds that make pods from a template share: selector and template fit each other. Source: apps/validation. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { labelSelectorMatcher } from '../../api/selector.ts';
import { shownLabels, shownSelector, validateLabelSelector } from '../../api/selector-validation.ts';
import { validatePodTemplateSpec } from '../core/pod-template-spec.ts';
import { validateImmutableField } from '../immutable.ts';
import type { LabelSelector, PodTemplateSpec } from '../types.ts';

/** A selector that must be there and select something; `empty` is the complaint about one that selects all. */
export function validateRequiredSelector(s: LabelSelector | null | undefined, path: string, empty: string): readonly FieldError[] {
  if (!s) return [required(path)];
  return [...validateLabelSelector(s, path), ...(isEverything(s) ? [invalid(path, shownSelector(s), empty)] : [])];
}

/** Whether a selector has no requirement at all. */
export const isEverything = (s: LabelSelector): boolean =>
  Object.keys(s.matchLabels ?? {}).length + (s.matchExpressions?.length ?? 0) === 0;

/** Whether a selector can be made into a matcher; what is wrong with one that cannot has been said by its validation. */
export const isUsable = (s: LabelSelector | null | undefined): boolean => validateLabelSelector(s ?? undefined, '').length === 0;

/** Complains where the pods of a template would not be selected: no selector selects nothing. */
export function validateTemplateLabels(t: PodTemplateSpec, s: LabelSelector | null | undefined, path: string): readonly FieldError[] {
  const labels = t.metadata?.labels;
  return labelSelectorMatcher(s ?? undefined)(labels)
    ? []
    : [invalid(`${path}.metadata.labels`, shownLabels(labels), '`selector` does not match template `labels`')];
}

/** The template of a kind whose pods live until they are deleted; `kind` names it in the message. */
export function validateLastingTemplate(
  t: PodTemplateSpec,
  s: LabelSelector | null | undefined,
  path: string,
  kind: string,
): readonly FieldError[] {
  return [...validateTemplateLabels(t, s, path), ...validatePodTemplateSpec(t, path), ...validateLasting(t, path, kind)];
}

/** Such pods are restarted always and have no deadline. */
export function validateLasting(t: PodTemplateSpec, path: string, kind: string): readonly FieldError[] {
  const { restartPolicy = '', activeDeadlineSeconds } = t.spec ?? {};
  return [
    ...(restartPolicy === 'Always' ? [] : [notSupported(`${path}.spec.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ];
}

/** A selector never changes: what it selected would be lost. */
export function validateSameSelector(next: LabelSelector | undefined, previous: LabelSelector | undefined): readonly FieldError[] {
  return validateImmutableField(next, previous, 'spec.selector', next && shownSelector(next));
}

/** Counts in a status that cannot be above another, with the name by which the message calls the other. */
export function validateAtMost<T extends object>(
  status: T,
  fields: readonly (keyof T & string)[],
  limit: keyof T & string,
  name: string,
): readonly FieldError[] {
  const n = (f: keyof T) => (status[f] as number | undefined) ?? 0;
  return fields.filter((f) => n(f) > n(limit)).map((f) => invalid(`status.${f}`, n(f), `cannot be greater than ${name}`));
}

/** How often names collided only grows. */
export function validateCollisions(
  next: { readonly collisionCount?: number } | undefined,
  previous: { readonly collisionCount?: number } | undefined,
): readonly FieldError[] {
  const was = previous?.collisionCount;
  const is = next?.collisionCount;
  return was !== undefined && (is === undefined || is < was) ? [invalid('status.collisionCount', is ?? 0, 'cannot be decremented')] : [];
}

/** What a client is warned of when pods are named after the object. */
export function podNameWarnings(name: string): readonly string[] {
  const complaints = name ? isDNS1123Label(name) : [];
  return complaints.length
    ? [
        `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
      ]
    : [];
}
