/** VolumeAttachment. Source: storage/validation ValidateVolumeAttachment. */
import { forbiddenField, invalid, invalidEach, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, inclusiveRangeError, isDNS1123Subdomain } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { validateCSIDriverName, validateVolumeSource } from '../core/persistent-volume-source.ts';
import { validateAccessModes } from '../core/volume-claims.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import type { PersistentVolumeSpec, VolumeAttachmentSource, VolumeError } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { VolumeAttachment } from '../types.ts';
import { sizeOf } from './parameters.ts';

export const volumeAttachments = defineKind<VolumeAttachment>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  namespaced: false,
  unconditionalUpdate: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  prepareCreate: (o) => ({ ...o, status: { attached: false } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate,
  validateUpdate: (next, previous) => [...validate(next), ...validateImmutableField(next.spec, previous.spec, 'spec')],
  validateStatusUpdate: validate,
  columns: [
    NAME,
    column('Attacher', 'VolumeAttachmentSpec.attacher', (o) => o.spec.attacher, { format: 'name' }),
    column('PV', 'VolumeAttachmentSource.persistentVolumeName', (o) => o.spec.source.persistentVolumeName ?? ''),
    column('Node', 'VolumeAttachmentSpec.nodeName', (o) => o.spec.nodeName),
    column('Attached', 'VolumeAttachmentStatus.attached', (o) => o.status?.attached ?? false, { type: 'boolean' }),
    AGE,
  ],
});

const MOST_METADATA = 256 * 1024;

function validate(o: VolumeAttachment): readonly FieldError[] {
  const { attacher, source, nodeName } = o.spec;
  const s = o.status ?? {};
  const volume = source.persistentVolumeName;
  return [
    ...validateCSIDriverName(attacher, 'spec.attacher'),
    ...validateSource(source, 'spec.source'),
    ...invalidEach('spec.nodeName', nodeName, isDNS1123Subdomain(nodeName)),
    ...(sizeOf(s.attachmentMetadata) > MOST_METADATA ? [tooLong('status.attachmentMetadata', MOST_METADATA)] : []),
    ...validateError(s.attachError, 'status.attachError'),
    ...validateError(s.detachError, 'status.detachError'),
    ...(volume === undefined ? [] : invalidEach('spec.source.persistentVolumeName', volume, isDNS1123Subdomain(volume))),
  ];
}

function validateSource(s: VolumeAttachmentSource, path: string): readonly FieldError[] {
  const one = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (!s.inlineVolumeSpec && s.persistentVolumeName === undefined) return [required(path, one)];
  if (s.inlineVolumeSpec && s.persistentVolumeName !== undefined) return [forbiddenField(path, one)];
  if (s.inlineVolumeSpec) return validateInline(s.inlineVolumeSpec, `${path}.inlineVolumeSpec`);
  return s.persistentVolumeName ? [] : [required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')];
}

function validateInline(s: PersistentVolumeSpec, path: string): readonly FieldError[] {
  const inline = 'in the context of inline volumes';
  const refuse = (field: keyof PersistentVolumeSpec, is: unknown) =>
    is ? [forbiddenField(`${path}.${field}`, `may not be specified ${inline}`)] : [];
  return [
    ...refuse('claimRef', s.claimRef),
    ...refuse('capacity', Object.keys(s.capacity ?? {}).length),
    ...(s.csi ? [] : [required(`${path}.csi`, `has to be specified ${inline}`)]),
    ...(s.accessModes?.length ? [] : [required(`${path}.accessModes`)]),
    ...validateAccessModes(s.accessModes ?? [], `${path}.accessModes`),
    ...(s.persistentVolumeReclaimPolicy && s.persistentVolumeReclaimPolicy !== 'Retain'
      ? [forbiddenField(`${path}.persistentVolumeReclaimPolicy`, `may only be Retain ${inline}`)]
      : []),
    ...refuse('nodeAffinity', s.nodeAffinity),
    ...validateVolumeSource(s, path, '', false),
    ...refuse('storageClassName', s.storageClassName),
    ...(s.volumeMode !== undefined && s.volumeMode !== 'Filesystem'
      ? [forbiddenField(`${path}.volumeMode`, `may not specify volumeMode other than Filesystem ${inline}`)]
      : []),
  ];
}

function validateError(e: VolumeError | undefined, path: string): readonly FieldError[] {
  return [
    ...(byteLength(e?.message ?? '') > 1024 ? [tooLong(`${path}.message`, MOST_METADATA)] : []),
    ...(e?.errorCode !== undefined && e.errorCode < 0
      ? [invalid(`${path}.errorCode`, e.errorCode, inclusiveRangeError(0, 0x7fffffff))]
      : []),
  ];
}
