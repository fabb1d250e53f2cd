import type { Addable } from './addable.ts';

const API = 'rbac.authorization.k8s.io/v1';

export const role: Addable = {
  apiVersion: API,
  kind: 'Role',
  label: 'Role',
  group: 'Config & access',
  namespaced: true,
  words: 'rbac binding permissions access',
  says: 'What may be done in the namespace, with a binding that grants it',
  make({ namespace, free, on }) {
    const account = on?.kind === 'ServiceAccount' ? on.metadata.name : 'default';
    const name = free(API, 'Role', 'reader');
    return [
      {
        apiVersion: API,
        kind: 'Role',
        metadata: { name, namespace },
        rules: [{ apiGroups: [''], resources: ['pods', 'services', 'configmaps'], verbs: ['get', 'list', 'watch'] }],
      },
      {
        apiVersion: API,
        kind: 'RoleBinding',
        metadata: { name: free(API, 'RoleBinding', name), namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
      },
    ];
  },
};
