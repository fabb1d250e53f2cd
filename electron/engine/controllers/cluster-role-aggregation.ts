/** Fills ClusterRoles that are made of others with the rules of those that their selectors find. Source: pkg/controller/clusterroleaggregation. */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import type { PolicyRule } from '#shared/kinds/generated/types.ts';
import { clusterRoles } from '#shared/kinds/rbac/cluster-role.ts';
import type { Controller } from './controller.ts';

export function clusterRoleAggregation(): Controller {
  return {
    name: 'clusterrole-aggregation-controller',
    watches: [
      {
        resource: 'rbac.authorization.k8s.io/clusterroles',
        keys: (_change, client) =>
          client
            .list(clusterRoles)
            .filter((r) => r.aggregationRule)
            .map((r) => localKey('', r.metadata.name)),
      },
    ],
    reconcile(key, client) {
      const role = client.get(clusterRoles, '', splitLocalKey(key).name);
      if (!role?.aggregationRule) return;
      const all = client.list(clusterRoles);
      const rules: PolicyRule[] = [];
      const met = new Set<unknown>();
      for (const selector of role.aggregationRule.clusterRoleSelectors ?? []) {
        const matches = labelSelectorMatcher(selector);
        for (const part of all) {
          if (part.metadata.name === role.metadata.name || !matches(part.metadata.labels)) continue;
          for (const rule of part.rules ?? []) {
            if (met.has(rule) || rules.some((r) => equal(r, rule))) continue;
            met.add(rule);
            rules.push(rule);
          }
        }
      }
      if (!equal(rules, role.rules ?? [])) client.update(clusterRoles, { ...role, rules });
    },
  };
}
