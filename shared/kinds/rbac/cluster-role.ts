/** ClusterRole. */
import { defineKind } from '../definition.ts';
import type { ClusterRole } from '../types.ts';

export const clusterRoles = defineKind<ClusterRole>({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', plural: 'clusterroles', namespaced: false,
});
