/** The order in which objects are applied, so that each finds what it needs. After Helm's install order. */

const ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttributesClass',
  'CSIDriver',
  'IngressClass',
  'DeviceClass',
  'NodePool',
  'Node',
  'ServiceCIDR',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ResourceClaimTemplate',
  'ResourceClaim',
  'Service',
  'Endpoints',
  'EndpointSlice',
  'PodTemplate',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'Ingress',
] as const;

const RANK: ReadonlyMap<string, number> = new Map(ORDER.map((k, i) => [k, i]));
/** What gets in the way of later writes comes last; what nobody knows (custom resources) just before. */
const LAST: ReadonlySet<string> = new Set([
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
]);

/** Where a kind stands in that order. */
export function applyRank(kind: string): number {
  return RANK.get(kind) ?? (LAST.has(kind) ? ORDER.length + 1 : ORDER.length);
}

/** Sorted so; what ranks alike keeps its order. */
export function inApplyOrder<T>(list: readonly T[], kindOf: (x: T) => string): readonly T[] {
  return [...list].sort((a, b) => applyRank(kindOf(a)) - applyRank(kindOf(b)));
}
