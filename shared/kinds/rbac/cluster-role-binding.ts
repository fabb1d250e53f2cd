/** ClusterRoleBinding. */
import { defineKind } from '../definition.ts';
import type { ClusterRoleBinding } from '../types.ts';

export const clusterRoleBindings = defineKind<ClusterRoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', namespaced: false,
});
