/** ClusterRoleBinding. Source: rbac/v1 defaults, rbac/validation ValidateClusterRoleBinding. */
import { defineKind } from '../definition.ts';
import type { ClusterRoleBinding } from '../types.ts';
import { bindingColumns, validateBinding, validateBindingUpdate, validateRBACName, withGroups } from './rules.ts';

export const clusterRoleBindings = defineKind<ClusterRoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
  metadataChecks: 'MMU',
  createOnUpdate: true,
  default: withGroups,
  validate: (o) => validateBinding(o, false),
  validateUpdate: (next, previous) => validateBindingUpdate(next, previous, false),
  validateName: validateRBACName,
  columns: bindingColumns('ClusterRoleBinding'),
});
