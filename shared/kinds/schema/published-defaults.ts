/**
 * Defaults that OpenAPI documents state beside the zero values (see publishedDefault in schema.ts).
 * Source: the +default markers of Kubernetes' types.
 */
export const PUBLISHED_DEFAULTS: Readonly<Record<string, unknown>> = {
  'AzureDiskVolumeSource.cachingMode': 'ReadWrite', 'AzureDiskVolumeSource.fsType': 'ext4', 'AzureDiskVolumeSource.kind': 'Shared', 'AzureDiskVolumeSource.readOnly': false,
  'ConfigMapEnvSource.name': '', 'ConfigMapKeySelector.name': '', 'ConfigMapProjection.name': '', 'ConfigMapVolumeSource.name': '', 'LocalObjectReference.name': '', 'SecretEnvSource.name': '', 'SecretKeySelector.name': '', 'SecretProjection.name': '',
  'ContainerPort.protocol': 'TCP', 'ServicePort.protocol': 'TCP', 'DeviceToleration.operator': 'Equal', 'FileKeySelector.optional': false, 'GRPCAction.service': '',
  'ISCSIPersistentVolumeSource.iscsiInterface': 'default', 'ISCSIVolumeSource.iscsiInterface': 'default',
  'RBDPersistentVolumeSource.keyring': '/etc/ceph/keyring', 'RBDPersistentVolumeSource.pool': 'rbd', 'RBDPersistentVolumeSource.user': 'admin',
  'RBDVolumeSource.keyring': '/etc/ceph/keyring', 'RBDVolumeSource.pool': 'rbd', 'RBDVolumeSource.user': 'admin',
  'ReplicationControllerSpec.minReadySeconds': 0, 'ReplicationControllerSpec.replicas': 1, 'ScaleSpec.replicas': 0,
  'ScaleIOPersistentVolumeSource.fsType': 'xfs', 'ScaleIOPersistentVolumeSource.storageMode': 'ThinProvisioned', 'ScaleIOVolumeSource.fsType': 'xfs', 'ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
};
