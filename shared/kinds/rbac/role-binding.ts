/** RoleBinding. Source: rbac/v1 defaults, rbac/validation ValidateRoleBinding. */
import { defineKind } from '../definition.ts';
import type { RoleBinding } from '../types.ts';
import { bindingColumns, validateBinding, validateBindingUpdate, validateRBACName, withGroups } from './rules.ts';

export const roleBindings = defineKind<RoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  namespaced: true,
  metadataChecks: 'MMU',
  createOnUpdate: true,
  default: withGroups,
  validate: (o) => validateBinding(o, true),
  validateUpdate: (next, previous) => validateBindingUpdate(next, previous, true),
  validateName: validateRBACName,
  columns: bindingColumns('RoleBinding'),
});
