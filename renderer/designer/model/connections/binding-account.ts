import type { RoleBinding } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import type { Connection } from './connection.ts';

/** A binding grants its role to an account. */
export const bindingAccount: Connection = {
  id: 'binding-account',
  fits: (from, to) => (from.kind === 'RoleBinding' || from.kind === 'ClusterRoleBinding') && to.kind === 'ServiceAccount',
  connect(from, to) {
    const binding = from as RoleBinding;
    const { name, namespace } = to.metadata;
    if (
      binding.subjects?.some(
        (s) => s.kind === 'ServiceAccount' && s.name === name && (s.namespace ?? binding.metadata.namespace) === namespace,
      )
    )
      return [];
    return changes(from, {
      ...binding,
      subjects: [...(binding.subjects ?? []), { kind: 'ServiceAccount', name, ...(namespace && { namespace }) }],
    } as RoleBinding);
  },
};
