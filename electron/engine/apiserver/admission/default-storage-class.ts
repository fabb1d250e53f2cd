/** A claim that names no storage class gets the default one. Source: plugin/pkg/admission/storage/storageclass/setdefault. */
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { BETA_STORAGE_CLASS } from '#shared/kinds/core/volume-claims.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { storageClasses } from '#shared/kinds/storage/storage-class.ts';
import type { PersistentVolumeClaim } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';
import { newestDefault } from './default-class.ts';

const DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  resources: [resourceOf(persistentVolumeClaims)],
  admit(c, o, _previous, core) {
    const claim = o as PersistentVolumeClaim;
    if (
      c.operation !== 'CREATE' ||
      c.subresource ||
      claim.spec.storageClassName !== undefined ||
      claim.metadata.annotations?.[BETA_STORAGE_CLASS] !== undefined
    )
      return o;
    const storageClassName = newestDefault(core, resourceOf(storageClasses), DEFAULT);
    return storageClassName === undefined ? o : ({ ...claim, spec: { ...claim.spec, storageClassName } } as PersistentVolumeClaim);
  },
};
