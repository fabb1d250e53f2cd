/** What every cluster has without anybody having asked, and what controllers keep for themselves. Shown only when asked for. */
import { controllerOf, namespaceOf, type ApiObject } from '../api/object.ts';
import type { PersistentVolume, Secret, StorageClass } from '../kinds/types.ts';

/** Namespaces that a cluster is born with, `default` apart. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Kinds that controllers write for each other. */
const INTERNAL: ReadonlySet<string> = new Set([
  'Event',
  'EndpointSlice',
  'Endpoints',
  'Lease',
  'ControllerRevision',
  'IPAddress',
  'ServiceCIDR',
  'CSINode',
  'CSIStorageCapacity',
  'VolumeAttachment',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'APIService',
  'ComponentStatus',
  'PodMetrics',
  'NodeMetrics',
  'ResourceSlice',
]);

/** True for an object that is no part of what somebody designed. */
export function isNoise(o: ApiObject): boolean {
  if (INTERNAL.has(o.kind)) return true;
  const { name, labels } = o.metadata;
  switch (o.kind) {
    case 'ConfigMap':
      return name === 'kube-root-ca.crt';
    case 'ServiceAccount':
      return name === 'default';
    case 'Secret':
      return (o as Secret).type === 'kubernetes.io/service-account-token' || (o as Secret).type === 'helm.sh/release.v1';
    case 'Service':
      return name === 'kubernetes' && namespaceOf(o) === 'default';
    case 'Namespace':
      return SYSTEM_NAMESPACES.has(name);
    case 'PriorityClass':
      return name.startsWith('system-');
    case 'ClusterRole':
    case 'ClusterRoleBinding':
    case 'Role':
    case 'RoleBinding':
      return labels?.['kubernetes.io/bootstrapping'] !== undefined || name.startsWith('system:');
    case 'PersistentVolume':
      return (o as PersistentVolume).metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined;
    case 'StorageClass':
      return (o as StorageClass).metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
    case 'ReplicaSet':
    case 'Job':
      return controllerOf(o) !== undefined;
    default:
      return false;
  }
}
