/** Roles and bindings of a new cluster. Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy. */
import { clusterRoleBindings } from '#shared/kinds/rbac/cluster-role-binding.ts';
import { clusterRoles } from '#shared/kinds/rbac/cluster-role.ts';
import { roleBindings } from '#shared/kinds/rbac/role-binding.ts';
import { roles } from '#shared/kinds/rbac/role.ts';
import type { Client } from '../apiserver/client.ts';
import { aggregatedRules, clusterRoleRules } from './cluster-roles.ts';
import { controllerRules } from './controller-roles.ts';
import { namespacedRoles } from './namespaced-roles.ts';
import { RBAC, READ, rule, shipped, subjects } from './policy.ts';

/** Who has the ClusterRole of the same name. */
const BOUND: Readonly<Record<string, string>> = {
  'cluster-admin': 'Group:system:masters',
  'system:basic-user': 'Group:system:authenticated',
  'system:discovery': 'Group:system:authenticated',
  'system:kube-controller-manager': 'User:system:kube-controller-manager',
  'system:kube-dns': 'ServiceAccount:kube-system/kube-dns',
  'system:kube-scheduler': 'User:system:kube-scheduler',
  'system:monitoring': 'Group:system:monitoring',
  'system:node': '',
  'system:node-proxier': 'User:system:kube-proxy',
  'system:public-info-viewer': 'Group:system:authenticated Group:system:unauthenticated',
  'system:service-account-issuer-discovery': 'Group:system:serviceaccounts',
  'system:volume-scheduler': 'User:system:kube-scheduler',
};

const AGGREGATE = `${RBAC}/aggregate-to-`;

/** Which of the three an aggregated role is itself part of. */
const PART_OF = { admin: undefined, edit: 'admin', view: 'edit' } as const;

export function createAccess(client: Client): void {
  for (const [name, rules] of Object.entries(clusterRoleRules)) client.create(clusterRoles, '', { metadata: shipped(name), rules });
  for (const name of ['admin', 'edit', 'view'] as const) {
    const whole = PART_OF[name];
    client.create(clusterRoles, '', {
      metadata: shipped(`system:aggregate-to-${name}`, { [AGGREGATE + name]: 'true' }),
      rules: aggregatedRules[name],
    });
    client.create(clusterRoles, '', {
      metadata: shipped(name, whole ? { [AGGREGATE + whole]: 'true' } : {}),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + name]: 'true' } }] },
    });
  }
  // as metrics-server brings it along
  client.create(clusterRoles, '', {
    metadata: {
      name: 'system:aggregated-metrics-reader',
      labels: { 'k8s-app': 'metrics-server', ...Object.fromEntries(['admin', 'edit', 'view'].map((n) => [AGGREGATE + n, 'true'])) },
    },
    rules: [rule(READ, 'metrics.k8s.io', 'pods nodes')],
  });
  for (const [name, to] of Object.entries(BOUND)) bind(client, name, to);
  for (const [name, rules] of Object.entries(controllerRules)) {
    const role = `system:controller:${name}`;
    client.create(clusterRoles, '', { metadata: shipped(role), rules });
    bind(client, role, `ServiceAccount:kube-system/${name}`);
  }
  for (const { namespace, name, rules, to, binding = name } of namespacedRoles) {
    client.create(roles, namespace, { metadata: shipped(name), rules });
    client.create(roleBindings, namespace, {
      metadata: shipped(binding),
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: subjects(to),
    });
  }
}

function bind(client: Client, name: string, to: string): void {
  client.create(clusterRoleBindings, '', {
    metadata: shipped(name),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    ...(to ? { subjects: subjects(to) } : {}),
  });
}
