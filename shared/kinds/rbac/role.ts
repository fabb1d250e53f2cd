/** Role. Source: rbac/validation ValidateRole. */
import { CREATED_AT, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { twice } from '../twice.ts';
import type { Role } from '../types.ts';
import { validateRBACName, validateRule } from './rules.ts';

const validate = (o: Role) => (o.rules ?? []).flatMap((r, i) => validateRule(r, true, `rules[${i}]`));

export const roles = defineKind<Role>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  plural: 'roles',
  namespaced: true,
  metadataChecks: 'MMU',
  createOnUpdate: true,
  validate,
  validateUpdate: (next) => twice(validate(next)),
  validateName: validateRBACName,
  columns: [NAME, CREATED_AT],
});
