/** ClusterRole. Source: rbac/validation ValidateClusterRole. */
import { required, type FieldError } from '../../api/errors.ts';
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/selector-validation.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { twice } from '../twice.ts';
import type { ClusterRole } from '../types.ts';
import { validateRBACName, validateRule } from './rules.ts';

export const clusterRoles = defineKind<ClusterRole>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
  metadataChecks: 'MMU',
  createOnUpdate: true,
  validate: (o) => validate(o, false),
  validateUpdate: (next, previous) =>
    twice(validate(next, previous.aggregationRule?.clusterRoleSelectors?.some(hasInvalidLabelValue) ?? false)),
  validateName: validateRBACName,
  columns: [NAME, CREATED_AT],
});

function validate(o: ClusterRole, allowInvalidLabelValue: boolean): readonly FieldError[] {
  const errors = (o.rules ?? []).flatMap((r, i) => validateRule(r, false, `rules[${i}]`));
  const path = 'aggregationRule.clusterRoleSelectors';
  const selectors = o.aggregationRule?.clusterRoleSelectors ?? [];
  if (o.aggregationRule && selectors.length === 0)
    errors.push(required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  return [...errors, ...selectors.flatMap((s, i) => validateLabelSelector(s, `${path}[${i}]`, { allowInvalidLabelValue }))];
}
