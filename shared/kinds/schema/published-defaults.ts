/**
 * Defaults that OpenAPI documents state beside the zero values (see publishedDefault in schema.ts).
 * Source: the +default markers of Kubernetes' types.
 */
export const PUBLISHED_DEFAULTS: Readonly<Record<string, unknown>> = {
  'AzureDiskVolumeSource.cachingMode': 'ReadWrite',
  'AzureDiskVolumeSource.fsType': 'ext4',
  'AzureDiskVolumeSource.kind': 'Shared',
  'AzureDiskVolumeSource.readOnly': false,
  'ConfigMapEnvSource.name': '',
  'ConfigMapKeySelector.name': '',
  'ConfigMapProjection.name': '',
  'ConfigMapVolumeSource.name': '',
  'LocalObjectReference.name': '',
  'SecretEnvSource.name': '',
  'SecretKeySelector.name': '',
  'SecretProjection.name': '',
  'ContainerPort.protocol': 'TCP',
  'ServicePort.protocol': 'TCP',
  'DeviceToleration.operator': 'Equal',
  'FileKeySelector.optional': false,
  'GRPCAction.service': '',
  'ISCSIPersistentVolumeSource.iscsiInterface': 'default',
  'ISCSIVolumeSource.iscsiInterface': 'default',
  'RBDPersistentVolumeSource.keyring': '/etc/ceph/keyring',
  'RBDPersistentVolumeSource.pool': 'rbd',
  'RBDPersistentVolumeSource.user': 'admin',
  'RBDVolumeSource.keyring': '/etc/ceph/keyring',
  'RBDVolumeSource.pool': 'rbd',
  'RBDVolumeSource.user': 'admin',
  'ReplicationControllerSpec.minReadySeconds': 0,
  'ReplicationControllerSpec.replicas': 1,
  'ScaleSpec.replicas': 0,
  'ScaleIOPersistentVolumeSource.fsType': 'xfs',
  'ScaleIOPersistentVolumeSource.storageMode': 'ThinProvisioned',
  'ScaleIOVolumeSource.fsType': 'xfs',
  'ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
};

/** An object of a type with the stated defaults filled in where it holds nothing; the same object where nothing is missing. */
export function withStatedDefaults<T extends object>(type: string, o: T): T {
  let out: Record<string, unknown> | undefined;
  for (const [name, value] of STATED.get(type) ?? [])
    if (((o as Record<string, unknown>)[name] ?? undefined) === undefined) (out ??= { ...(o as Record<string, unknown>) })[name] = value;
  return (out ?? o) as T;
}

const STATED = new Map<string, [string, unknown][]>();
for (const [at, value] of Object.entries(PUBLISHED_DEFAULTS)) {
  const [type, field] = at.split('.') as [string, string];
  if (value !== '' || type === 'GRPCAction') STATED.set(type, [...(STATED.get(type) ?? []), [field, value]]);
}
