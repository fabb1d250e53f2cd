/** Role. */
import { defineKind } from '../definition.ts';
import type { Role } from '../types.ts';

export const roles = defineKind<Role>({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', plural: 'roles', namespaced: true,
});
