import { expect, test } from 'vitest';
import type { Role, RoleBinding } from '../types.ts';
import { roleBindings } from './role-binding.ts';
import { roles } from './role.ts';

const metadata = { name: 'r', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };

test('what is wrong with a changed role or binding is told twice, that it points elsewhere once', () => {
  const role: Role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }],
  };
  expect(roles.validateUpdate?.(role, role).map((e) => e.field)).toEqual(['rules[0].verbs', 'rules[0].verbs']);
  const binding = roleBindings.default?.({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { kind: 'Role', name: 'a' },
    subjects: [{ kind: 'User', name: '' }],
  } as unknown as RoleBinding) as RoleBinding;
  expect(roleBindings.validateUpdate?.({ ...binding, roleRef: { ...binding.roleRef, name: 'b' } }, binding).map((e) => e.field)).toEqual([
    'subjects[0].name',
    'subjects[0].name',
    'roleRef',
  ]);
});
