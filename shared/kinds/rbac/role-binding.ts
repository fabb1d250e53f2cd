/** RoleBinding. */
import { defineKind } from '../definition.ts';
import type { RoleBinding } from '../types.ts';

export const roleBindings = defineKind<RoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', plural: 'rolebindings', namespaced: true,
});
