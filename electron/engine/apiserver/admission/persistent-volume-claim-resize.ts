/** Only a bound claim of a class that allows it may grow. Source: plugin/pkg/admission/storage/persistentvolume/resize. */
import { compareQuantity, parseQuantity } from '#shared/api/quantity.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { storageClassOf } from '#shared/kinds/core/volume-claims.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { PersistentVolumeClaim, StorageClass } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core } from '../context.ts';
import { refused } from './refusal.ts';

export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  resources: [resourceOf(persistentVolumeClaims)],
  validate(c, o, previous, core) {
    if (c.operation !== 'UPDATE' || c.subresource) return;
    const next = o as PersistentVolumeClaim;
    const old = previous as PersistentVolumeClaim;
    const size = (k: PersistentVolumeClaim) => parseQuantity(k.spec.resources?.requests?.['storage'] ?? '0');
    if (next.spec.resources === old.spec.resources || compareQuantity(size(next), size(old)) <= 0) return;
    if (old.status.phase !== 'Bound') throw refused(c, o, 'Only bound persistent volume claims can be expanded');
    if (!allowsGrowth(next, old, core))
      throw refused(
        c,
        o,
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      );
  },
};

function allowsGrowth(next: PersistentVolumeClaim, old: PersistentVolumeClaim, core: Core): boolean {
  const name = storageClassOf(next.metadata, next.spec.storageClassName);
  if (!name || name !== storageClassOf(old.metadata, old.spec.storageClassName)) return false;
  return (
    (core.store.get({ resource: resourceOf(storageClasses), namespace: '', name }) as StorageClass | undefined)?.allowVolumeExpansion ===
    true
  );
}
