/** What volumes and claims have in common: access modes, modes, storage classes. Source: core/helper, core/validation. */
import { forbiddenField, notSupported, type FieldError } from '../../api/errors.ts';
import type { ObjectMeta } from '../generated/types.ts';

/** The annotation that named the storage class before the field did. */
export const BETA_STORAGE_CLASS = 'volume.beta.kubernetes.io/storage-class';

export const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];

const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** Known modes only, and ReadWriteOncePod by itself. */
export function validateAccessModes(modes: readonly string[], path: string): readonly FieldError[] {
  const single = modes.includes('ReadWriteOncePod') && modes.some((m) => m !== 'ReadWriteOncePod' && ACCESS_MODES.includes(m));
  return [
    ...modes.filter((m) => !ACCESS_MODES.includes(m)).map((m) => notSupported(path, m, ACCESS_MODES)),
    ...(single ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

const SHORT = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

/** 'RWO,ROX', as tables print access modes. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return Object.entries(SHORT)
    .filter(([m]) => modes?.includes(m))
    .map(([, short]) => short)
    .join(',');
}

/** The storage class of a volume or claim: the annotation's, where there is one. */
export function storageClassOf(metadata: ObjectMeta, className: string | undefined): string {
  return metadata.annotations?.[BETA_STORAGE_CLASS] ?? className ?? '';
}
