/** Kubernetes' own groups are not for anybody: a definition in one carries an approval. Source: KEP-1111; apiextensions apihelpers. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import type { CustomResourceDefinition } from '../types.ts';

/** The annotation with the approval of a group of Kubernetes' own. */
export const APPROVED = 'api-approved.kubernetes.io';

/** Whether a group is one of Kubernetes' own. */
export const isProtectedGroup = (group: string): boolean => /(^|\.)(k8s|kubernetes)\.io$/.test(group);

/** What an approval says: the URL of one, or a reason why there is none. */
export function approvalState(text: string): 'missing' | 'bypassed' | 'approved' | 'invalid' {
  return text === ''
    ? 'missing'
    : text.startsWith('unapproved')
      ? 'bypassed'
      : /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\s]+/.test(text)
        ? 'approved'
        : 'invalid';
}

/** Kubernetes' own groups ask for an approval, or a word that there is none. */
export function validateApproval(o: CustomResourceDefinition, previous: CustomResourceDefinition | undefined): readonly FieldError[] {
  if (!isProtectedGroup(o.spec.group)) return [];
  const text = o.metadata.annotations?.[APPROVED] ?? '';
  const now = approvalState(text);
  const path = `metadata.annotations[${APPROVED}]`;
  const needs = `protected groups must have approval annotation "${APPROVED}"`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (previous && approvalState(previous.metadata.annotations?.[APPROVED] ?? '') === now) return [];
  return now === 'missing'
    ? [required(path, `${needs}, ${see}`)]
    : now === 'invalid'
      ? [invalid(path, text, `${needs} with either a URL or a reason starting with "unapproved", ${see}`)]
      : [];
}
