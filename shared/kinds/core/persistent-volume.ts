/** PersistentVolume. Source: core/v1 defaults, core/validation ValidatePersistentVolume, registry/core/persistentvolume. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1123Subdomain, isValidLabelValue } from '../../api/names.ts';
import { isTerminating } from '../../api/object.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { shownLabels } from '../../api/selector-validation.ts';
import { AGE, column, NAME, wide } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { PersistentVolumeSpec, VolumeNodeAffinity } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import { withStatedDefaults } from '../schema/published-defaults.ts';
import { specDiff } from '../struct-diff.ts';
import type { PersistentVolume } from '../types.ts';
import { accessModesText, BETA_STORAGE_CLASS, storageClassOf, validateAccessModes, VOLUME_MODES } from './volume-claims.ts';
import { nodeLabelWarnings } from './node-label-warnings.ts';
import { validateNodeSelector } from './node-selector-validation.ts';
import { SOURCES, validateVolumeSource } from './persistent-volume-source.ts';
import { insidePersistentVolumeSource, insideVolumeNodeAffinity } from './pod-spec-inside.ts';
import { roundedResources, validatePositiveQuantity } from './resource-names.ts';

export const persistentVolumes = defineKind<PersistentVolume>({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  metadataChecks: 'MM',
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default: withDefaults,
  prepareCreate: (o) => ({ ...o, status: { phase: 'Pending', lastPhaseTransitionTime: o.metadata.creationTimestamp } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  prepareStatusUpdate: withPhaseTime,
  validate: (o) => [...validateSpec(o.spec, o.metadata.name, false), ...validateMountOptions(o)],
  validateUpdate(next, previous) {
    const own = [...validateSpec(next.spec, next.metadata.name, hasInvalidLabelValue(previous.spec.nodeAffinity))];
    return [...own, ...validateMountOptions(next), ...own, ...validateChange(next.spec, previous.spec)];
  },
  validateStatusUpdate: (next) => (next.metadata.resourceVersion ? [] : [required('resourceVersion')]),
  warnings,
  columns: [
    NAME,
    column('Capacity', 'PersistentVolumeSpec.capacity', (o) => o.spec.capacity?.['storage'] ?? '0'),
    column('Access Modes', 'PersistentVolumeSpec.accessModes', (o) => accessModesText(o.spec.accessModes)),
    column('Reclaim Policy', 'PersistentVolumeSpec.persistentVolumeReclaimPolicy', (o) => o.spec.persistentVolumeReclaimPolicy ?? ''),
    column('Status', 'PersistentVolumeStatus.phase', (o) => (isTerminating(o) ? 'Terminating' : (o.status?.phase ?? ''))),
    column('Claim', 'PersistentVolumeSpec.claimRef', ({ spec: { claimRef } }) =>
      claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : '',
    ),
    column('StorageClass', '', (o) => storageClassOf(o.metadata, o.spec.storageClassName), { description: 'StorageClass of the pv' }),
    column('VolumeAttributesClass', '', (o) => o.spec.volumeAttributesClassName ?? '<unset>', {
      description: 'VolumeAttributesClass of the pv',
    }),
    column('Reason', 'PersistentVolumeStatus.reason', (o) => o.status?.reason ?? ''),
    AGE,
    wide('VolumeMode', 'PersistentVolumeSpec.volumeMode', (o) => o.spec.volumeMode ?? '<unset>'),
  ],
});

const TYPES = {
  rbd: 'RBDPersistentVolumeSource',
  iscsi: 'ISCSIPersistentVolumeSource',
  azureDisk: 'AzureDiskVolumeSource',
  scaleIO: 'ScaleIOPersistentVolumeSource',
} as const;

function withDefaults(o: PersistentVolume): PersistentVolume {
  const s = o.spec;
  const sources: Record<string, unknown> = {};
  for (const [field, type] of Object.entries(TYPES)) {
    const source = s[field as keyof typeof TYPES];
    if (source) sources[field] = withStatedDefaults(type, source);
  }
  if (s.hostPath && s.hostPath.type === undefined) sources['hostPath'] = { ...s.hostPath, type: '' };
  const spec: PersistentVolumeSpec = {
    ...s,
    ...sources,
    ...(s.capacity ? { capacity: roundedResources(s.capacity) } : {}),
    persistentVolumeReclaimPolicy: s.persistentVolumeReclaimPolicy || 'Retain',
    volumeMode: s.volumeMode ?? 'Filesystem',
  };
  return o.status?.phase && equal(spec, s) ? o : { ...o, spec, status: { ...o.status, phase: o.status?.phase || 'Pending' } };
}

/** A phase that changes is told with when it did, unless the writer says when. */
function withPhaseTime(next: PersistentVolume, previous: PersistentVolume, now: string): PersistentVolume {
  const { phase, lastPhaseTransitionTime: at } = next.status ?? {};
  const old = previous.status?.lastPhaseTransitionTime;
  return phase === previous.status?.phase || (at !== undefined && at !== old)
    ? next
    : { ...next, status: { ...next.status, lastPhaseTransitionTime: now } };
}

const hasInvalidLabelValue = (a: VolumeNodeAffinity | undefined) =>
  a?.required?.nodeSelectorTerms?.some((t) => t.matchExpressions?.some((e) => e.values?.some((v) => isValidLabelValue(v).length > 0))) ??
  false;

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

function validateSpec(s: PersistentVolumeSpec, name: string, keepsLabels: boolean): readonly FieldError[] {
  const errors: FieldError[] = [
    ...(s.accessModes?.length ? [] : [required('spec.accessModes')]),
    ...validateAccessModes(s.accessModes ?? [], 'spec.accessModes'),
  ];
  const capacity = Object.entries(s.capacity ?? {});
  if (capacity.length === 0) errors.push(required('spec.capacity'));
  if (s.capacity?.['storage'] === undefined || capacity.length > 1)
    errors.push(notSupported('spec.capacity', shownLabels(s.capacity), ['storage']));
  for (const [resource, amount] of capacity) {
    if (parseQuantity(amount).nano < 0n)
      errors.push(
        invalid(`spec.capacity[${resource}]`, Number(parseQuantity(amount).nano / 1_000_000_000n), 'must be a valid resource quantity'),
      );
    errors.push(...validatePositiveQuantity(amount, `spec.capacity[${resource}]`));
  }
  const policy = s.persistentVolumeReclaimPolicy;
  if (policy && !RECLAIM_POLICIES.includes(policy))
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  if (s.nodeAffinity)
    errors.push(
      ...(s.nodeAffinity.required
        ? validateNodeSelector(s.nodeAffinity.required, 'spec.nodeAffinity.required', keepsLabels)
        : [required('spec.nodeAffinity.required', 'must specify required node constraints')]),
    );
  errors.push(...validateVolumeSource(s, 'spec', name, s.nodeAffinity !== undefined));
  if (s.hostPath && /^\/[/.]*$/.test(s.hostPath.path) && policy === 'Recycle')
    errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"));
  const className = (field: 'storageClassName' | 'volumeAttributesClassName') =>
    isDNS1123Subdomain(s[field] as string).map((m) => invalid(`spec.${field}`, s[field], m));
  if (s.storageClassName) errors.push(...className('storageClassName'));
  if (s.volumeMode !== undefined && !VOLUME_MODES.includes(s.volumeMode))
    errors.push(notSupported('spec.volumeMode', s.volumeMode, VOLUME_MODES));
  if (s.volumeAttributesClassName !== undefined) {
    errors.push(
      ...(s.volumeAttributesClassName === ''
        ? [required('spec.volumeAttributesClassName', 'an empty string is disallowed')]
        : className('volumeAttributesClassName')),
    );
    if (!s.csi) errors.push(required('spec.csi', 'has to be specified when using volumeAttributesClassName'));
  }
  return errors;
}

const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const MOUNTED = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;

function validateMountOptions(o: PersistentVolume): readonly FieldError[] {
  if (o.metadata.annotations?.[MOUNT_OPTIONS] === undefined || MOUNTED.some((f) => o.spec[f])) return [];
  return [forbiddenField(`metadata.annotations.${MOUNT_OPTIONS}`, 'may not specify mount options for this volume type')];
}

function validateChange(next: PersistentVolumeSpec, previous: PersistentVolumeSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const source = (s: PersistentVolumeSpec) => Object.fromEntries(Object.keys(SOURCES).map((f) => [f, s[f as keyof PersistentVolumeSpec]]));
  const { controllerExpandSecretRef: added, ...csi } = next.csi ?? {};
  const compared = added && previous.csi && !previous.csi.controllerExpandSecretRef ? { ...source(next), csi } : source(next);
  if (!equal(compared, source(previous)))
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${specDiff(insidePersistentVolumeSource(previous), insidePersistentVolumeSource(compared as unknown as PersistentVolumeSpec))}`,
      ),
    );
  errors.push(...validateImmutableField(next.volumeMode, previous.volumeMode, 'volumeMode'));
  if (previous.nodeAffinity && !equal(next.nodeAffinity, withStableLabels(previous.nodeAffinity, next.nodeAffinity)))
    errors.push(
      invalid(
        'nodeAffinity',
        next.nodeAffinity && insideVolumeNodeAffinity(next.nodeAffinity),
        'field is immutable, except for updating from beta label to GA',
      ),
    );
  if (previous.volumeAttributesClassName !== undefined && next.volumeAttributesClassName === undefined)
    errors.push(forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
  return errors;
}

const STABLE: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

/** The old affinity with the labels' stable names where the next one has those. */
function withStableLabels(old: VolumeNodeAffinity, next: VolumeNodeAffinity | undefined): VolumeNodeAffinity {
  const terms = next?.required?.nodeSelectorTerms;
  return !old.required
    ? old
    : {
        ...old,
        required: {
          ...old.required,
          nodeSelectorTerms: (old.required.nodeSelectorTerms ?? []).map((t, i) =>
            !t.matchExpressions
              ? t
              : {
                  ...t,
                  matchExpressions: t.matchExpressions.map((e, j) => {
                    const key = STABLE[e.key];
                    return key !== undefined && terms?.[i]?.matchExpressions?.[j]?.key === key ? { ...e, key } : e;
                  }),
                },
          ),
        },
      };
}

const OBSOLETE = {
  cephfs: ['cephfs', '1.28', '1.31'],
  photonPersistentDisk: ['photonPersistentDisk', '1.11', '1.16'],
  scaleIO: ['scaleIO', '1.16', '1.22'],
  storageos: ['storageOS', '1.22', '1.25'],
  glusterfs: ['glusterfs', '1.25', '1.26'],
  rbd: ['rbd', '1.28', '1.31'],
} as const;

function warnings(o: PersistentVolume): readonly string[] {
  const { annotations } = o.metadata;
  return [
    ...(annotations?.[BETA_STORAGE_CLASS] === undefined
      ? []
      : [`metadata.annotations[${BETA_STORAGE_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`]),
    ...(annotations?.[MOUNT_OPTIONS] === undefined
      ? []
      : [`metadata.annotations[${MOUNT_OPTIONS}]: deprecated since v1.31; use "mountOptions" attribute instead`]),
    ...(o.spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...(o.spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).flatMap((t, i) =>
      nodeLabelWarnings(t, `spec.nodeAffinity.required.nodeSelectorTerms[${i}]`),
    ),
    ...Object.entries(OBSOLETE)
      .filter(([field]) => o.spec[field as keyof typeof OBSOLETE])
      .map(([, [called, since, gone]]) => `spec.${called}: deprecated in v${since}, non-functional in v${gone}+`),
  ];
}
