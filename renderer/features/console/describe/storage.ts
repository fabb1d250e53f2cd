/** Claims, volumes and storage classes. Source: kubectl's describe package. */
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '#shared/kinds/types.ts';
import { annotations, events, inLine, type Describer, type Text } from './text.ts';

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

export const claim: Describer<PersistentVolumeClaim> = async (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.at(0, `StorageClass:\t${o.spec.storageClassName ?? ''}`);
  t.fact(0, 'Status', o.metadata.deletionTimestamp ? 'Terminating' : o.status.phase);
  t.at(0, `Volume:\t${o.spec.volumeName ?? ''}`);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Finalizers:\t[${(o.metadata.finalizers ?? []).join(' ')}]`);
  t.at(0, `Capacity:\t${o.status.capacity?.['storage'] ?? ''}`);
  t.at(0, `Access Modes:\t${(o.status.accessModes ?? []).map((m) => MODES[m] ?? m).join(',')}`);
  t.at(0, `VolumeMode:\t${o.spec.volumeMode ?? ''}`);
  const users = (await s.list<Pod>('core/pods', o.metadata.namespace))
    .filter((p) => p.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === o.metadata.name))
    .map((p) => p.metadata.name);
  if (users.length === 0) t.at(0, 'Used By:\t<none>');
  users.forEach((u, i) => t.at(0, `${i === 0 ? 'Used By:' : ''}\t${u}`));
  events(t, s);
};

export const volume: Describer<PersistentVolume> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Finalizers:\t[${(o.metadata.finalizers ?? []).join(' ')}]`);
  t.at(0, `StorageClass:\t${o.spec.storageClassName ?? ''}`);
  t.fact(0, 'Status', o.status.phase);
  t.at(0, `Claim:\t${o.spec.claimRef ? `${o.spec.claimRef.namespace}/${o.spec.claimRef.name}` : ''}`);
  t.fact(0, 'Reclaim Policy', o.spec.persistentVolumeReclaimPolicy);
  t.at(0, `Access Modes:\t${(o.spec.accessModes ?? []).map((m) => MODES[m] ?? m).join(',')}`);
  t.at(0, `VolumeMode:\t${o.spec.volumeMode ?? ''}`);
  t.at(0, `Capacity:\t${o.spec.capacity?.['storage'] ?? ''}`);
  t.at(0, `Node Affinity:\t${o.spec.nodeAffinity ? '' : '<none>'}`);
  for (const [i, term] of (o.spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries())
    t.at(
      1,
      `Term ${i}:\t${(term.matchExpressions ?? []).map((e) => `${e.key} ${e.operator.toLowerCase()} [${(e.values ?? []).join(', ')}]`).join('\n')}`,
    );
  t.at(0, `Message:\t${o.status.message ?? ''}`);
  source(o, t);
  events(t, s);
};

/** Where its bytes lie: disks of a CSI driver, paths of a host or a server. */
function source({ spec }: PersistentVolume, t: Text): void {
  const { csi, hostPath, nfs } = spec;
  t.at(0, 'Source:');
  if (csi) {
    t.at(2, 'Type:\tCSI (a Container Storage Interface (CSI) volume source)');
    for (const [name, value] of [
      ['Driver', csi.driver],
      ['FSType', csi.fsType ?? ''],
      ['VolumeHandle', csi.volumeHandle],
      ['ReadOnly', csi.readOnly ?? false],
    ] as const)
      t.at(2, `${name}:\t${value}`);
    t.map(2, 'VolumeAttributes', csi.volumeAttributes);
  } else if (hostPath) {
    t.at(2, 'Type:\tHostPath (bare host directory volume)');
    t.at(2, `Path:\t${hostPath.path}`);
    t.at(2, `HostPathType:\t${hostPath.type ?? ''}`);
  } else if (nfs) {
    t.at(2, 'Type:\tNFS (an NFS mount that lasts the lifetime of a pod)');
    t.at(2, `Server:\t${nfs.server}`);
    t.at(2, `Path:\t${nfs.path}`);
    t.at(2, `ReadOnly:\t${nfs.readOnly ?? false}`);
  } else t.at(1, '<unknown>');
}

export const storageClass: Describer<StorageClass> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.at(0, `IsDefaultClass:\t${o.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? 'Yes' : 'No'}`);
  t.at(0, `Annotations:\t${inLine(o.metadata.annotations)}`);
  t.fact(0, 'Provisioner', o.provisioner);
  t.at(0, `Parameters:\t${inLine(o.parameters)}`);
  t.at(0, `AllowVolumeExpansion:\t${o.allowVolumeExpansion === undefined ? '<unset>' : o.allowVolumeExpansion ? 'True' : 'False'}`);
  if (!o.mountOptions?.length) t.at(0, 'MountOptions:\t<none>');
  else {
    t.at(0, 'MountOptions:');
    for (const m of o.mountOptions) t.at(1, m);
  }
  if (o.reclaimPolicy) t.fact(0, 'ReclaimPolicy', o.reclaimPolicy);
  if (o.volumeBindingMode) t.fact(0, 'VolumeBindingMode', o.volumeBindingMode);
  if (o.allowedTopologies?.length) t.at(0, 'AllowedTopologies:');
  for (const [i, term] of (o.allowedTopologies ?? []).entries())
    (term.matchLabelExpressions ?? []).forEach((e, k) => t.at(1, `${k === 0 ? `Term ${i}:` : ''}\t${e.key} in [${e.values.join(', ')}]`));
  events(t, s);
};
