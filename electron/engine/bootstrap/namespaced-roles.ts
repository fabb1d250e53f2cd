/** The Roles and RoleBindings of the system's namespaces. Source: bootstrappolicy/namespace_policy.go. */
import type { PolicyRule } from '#shared/kinds/generated/types.ts';
import { EVENTS, READ, rule } from './policy.ts';

/** A Role and who has it; where the binding is called otherwise, its name. */
export interface NamespacedRole {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  readonly to: string;
  readonly binding?: string;
}

const LEADER = [
  rule('create get list update watch', 'coordination.k8s.io', 'leases'),
  rule('create get list update watch', 'coordination.k8s.io', 'leasecandidates'),
];

export const namespacedRoles: readonly NamespacedRole[] = [
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    rules: [rule(READ, 'core', 'configmaps'), rule('update', 'core', 'configmaps', 'cluster-info'), EVENTS],
    to: 'ServiceAccount:kube-system/bootstrap-signer',
  },
  {
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication-reader',
    rules: [rule(READ, 'core', 'configmaps', 'extension-apiserver-authentication')],
    to: 'User:system:kube-controller-manager User:system:kube-scheduler',
    binding: 'system::extension-apiserver-authentication-reader',
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-controller-manager',
    rules: LEADER,
    to: 'User:system:kube-controller-manager ServiceAccount:kube-system/kube-controller-manager',
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-scheduler',
    rules: LEADER,
    to: 'User:system:kube-scheduler ServiceAccount:kube-system/kube-scheduler',
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:bootstrap-signer',
    rules: [rule(READ, 'core', 'secrets')],
    to: 'ServiceAccount:kube-system/bootstrap-signer',
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:cloud-provider',
    rules: [rule('create get list watch', 'core', 'configmaps')],
    to: 'ServiceAccount:kube-system/cloud-provider',
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:token-cleaner',
    rules: [rule('delete get list watch', 'core', 'secrets'), EVENTS],
    to: 'ServiceAccount:kube-system/token-cleaner',
  },
];
