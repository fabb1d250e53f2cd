/** Volumes, claims and volume attributes classes are held while they are in use. Source: plugin/pkg/admission/storage/storageobjectinuseprotection. */
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { persistentVolumes } from '#shared/kinds/core/persistent-volume.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { volumeAttributesClasses } from '#shared/kinds/storage/volume-attributes-class.ts';
import type { AdmissionPlugin } from '../context.ts';

/** The finalizer that protects each. */
export const PROTECTION: Readonly<Record<string, string>> = {
  [resourceOf(persistentVolumes)]: 'kubernetes.io/pv-protection',
  [resourceOf(persistentVolumeClaims)]: 'kubernetes.io/pvc-protection',
  [resourceOf(volumeAttributesClasses)]: 'kubernetes.io/vac-protection',
};

export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  resources: Object.keys(PROTECTION),
  admit(c, o) {
    const finalizer = PROTECTION[c.resource.id] as string;
    const finalizers = o.metadata.finalizers ?? [];
    return c.operation !== 'CREATE' || c.subresource || finalizers.includes(finalizer)
      ? o
      : { ...o, metadata: { ...o.metadata, finalizers: [...finalizers, finalizer] } };
  },
};
