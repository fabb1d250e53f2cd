/** The volumes of a pod: each of exactly one source, with what that must have. Source: core/validation ValidateVolumes. */
import { forbiddenField, invalid, invalidEach, duplicate, required, type FieldError } from '../../api/errors.ts';
import { inclusiveRangeError, isDNS1123Label, isDNS1123Subdomain, byteLength } from '../../api/names.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import type * as g from '../generated/types.ts';
import { validateAnnotations } from './annotations.ts';
import { validatePullPolicy } from './image-name.ts';
import { validateLocalPath } from './local-path.ts';
import { isInitiator, needs, SOURCES as OF_PERSISTENT_VOLUMES, validateCSIDriverName } from './persistent-volume-source.ts';
import { validateClaimSpec } from './persistent-volume-claim.ts';
import { validateDownwardAPIFile, validateItems, validateMode, validateProjected } from './projected-volume-validation.ts';
import type { Volumes } from './volume-mount-validation.ts';

type SourceField = Exclude<keyof g.Volume, 'name'>;
/** Where it is looked at: the volume's path and name, and the pod's name where it has one. */
interface Place {
  readonly path: string;
  readonly volume: string;
  readonly pod: string | undefined;
}
type Check<T> = (s: T, path: string, at: Place) => readonly FieldError[];
interface Source<T> {
  readonly called?: string;
  readonly at?: string;
  readonly check: Check<T>;
}

/** The check that a persistent volume's source of the same fields has. */
const shared =
  (field: keyof typeof OF_PERSISTENT_VOLUMES): Check<object> =>
  (s, path, { volume }) =>
    (OF_PERSISTENT_VOLUMES[field] as { check(s: object, path: string, volume: string): readonly FieldError[] }).check(s, path, volume);

/** In the order Kubernetes looks at them. */
const SOURCES: { readonly [K in SourceField]: Source<NonNullable<g.Volume[K]>> } = {
  emptyDir: {
    check: (s, p) =>
      s.sizeLimit !== undefined && parseQuantity(s.sizeLimit).nano < 0n
        ? [forbiddenField(`${p}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
        : [],
  },
  hostPath: { check: shared('hostPath') },
  gitRepo: { check: (s, p) => [...needs(s, p, 'repository'), ...validateLocalPath(s.directory ?? '', `${p}.directory`)] },
  gcePersistentDisk: { at: 'persistentDisk', check: shared('gcePersistentDisk') },
  awsElasticBlockStore: { check: shared('awsElasticBlockStore') },
  secret: {
    check: (s, p) => [
      ...needs(s, p, 'secretName'),
      ...validateMode(s.defaultMode, `${p}.defaultMode`),
      ...validateItems(s.items, `${p}.items`),
    ],
  },
  nfs: { check: shared('nfs') },
  iscsi: { check: validateISCSI },
  glusterfs: { check: (s, p) => needs(s, p, 'endpoints', 'path') },
  flocker: { check: shared('flocker') },
  persistentVolumeClaim: { check: (s, p) => needs(s, p, 'claimName') },
  rbd: { check: shared('rbd') },
  cinder: { check: (s, p) => [...needs(s, p, 'volumeID'), ...(s.secretRef ? needs(s.secretRef, `${p}.secretRef`, 'name') : [])] },
  cephfs: { called: 'cephFS', check: shared('cephfs') },
  quobyte: { check: shared('quobyte') },
  downwardAPI: {
    called: 'downwarAPI',
    check: (s, p) => [...validateMode(s.defaultMode, `${p}.defaultMode`), ...(s.items ?? []).flatMap((f) => validateDownwardAPIFile(f, p))],
  },
  fc: { check: shared('fc') },
  flexVolume: { check: shared('flexVolume') },
  configMap: {
    check: (s, p) => [...needs(s, p, 'name'), ...validateMode(s.defaultMode, `${p}.defaultMode`), ...validateItems(s.items, `${p}.items`)],
  },
  azureFile: { check: (s, p) => needs(s, p, 'secretName', 'shareName') },
  vsphereVolume: { check: shared('vsphereVolume') },
  photonPersistentDisk: { check: shared('photonPersistentDisk') },
  portworxVolume: { check: shared('portworxVolume') },
  azureDisk: { check: shared('azureDisk') },
  storageos: {
    check: (s, p) => [
      ...(s.volumeName ? invalidEach(`${p}.volumeName`, s.volumeName, isDNS1123Label(s.volumeName)) : [required(`${p}.volumeName`)]),
      ...(s.volumeNamespace ? invalidEach(`${p}.volumeNamespace`, s.volumeNamespace, isDNS1123Label(s.volumeNamespace)) : []),
      ...(s.secretRef ? needs(s.secretRef, `${p}.secretRef`, 'name') : []),
    ],
  },
  projected: { check: validateProjected },
  scaleIO: { check: shared('scaleIO') },
  csi: { check: validateCSI },
  ephemeral: { check: validateEphemeral },
  image: { check: (s, p) => [...needs(s, p, 'reference'), ...validatePullPolicy(s.pullPolicy, `${p}.pullPolicy`)] },
};

/** The errors, and the volumes that have none. `pod` is the name of the pod, undefined in a template. */
export function validateVolumes(
  volumes: readonly g.Volume[],
  path: string,
  pod?: string,
): { readonly errors: readonly FieldError[]; readonly fine: Volumes } {
  const errors: FieldError[] = [];
  const fine = new Map<string, g.Volume>();
  const made = pod ? new Set(volumes.filter((v) => v.ephemeral).map((v) => `${pod}-${v.name}`)) : undefined;
  volumes.forEach((v, i) => {
    const at = `${path}[${i}]`;
    const claim = v.persistentVolumeClaim?.claimName;
    const own = [
      ...validateSource(v, { path: at, volume: v.name, pod }),
      ...(v.name ? invalidEach(`${at}.name`, v.name, isDNS1123Label(v.name)) : [required(`${at}.name`)]),
      ...(fine.has(v.name) ? [duplicate(`${at}.name`, v.name)] : []),
    ];
    if (own.length === 0) fine.set(v.name, v);
    errors.push(...own);
    if (claim !== undefined && made?.has(claim))
      errors.push(
        invalid(`${at}.persistentVolumeClaim.claimName`, claim, 'must not reference a PVC that gets created for an ephemeral volume'),
      );
  });
  return { errors, fine };
}

function validateSource(v: g.Volume, place: Place): readonly FieldError[] {
  const errors: FieldError[] = [];
  let found = false;
  for (const field in SOURCES) {
    const source = v[field as SourceField];
    if (!source) continue;
    const { called = field, at = field, check } = SOURCES[field as SourceField] as Source<never>;
    if (found) errors.push(forbiddenField(`${place.path}.${called}`, 'may not specify more than 1 volume type'));
    else errors.push(...check(source as never, `${place.path}.${at}`, place));
    found = true;
    if (field === 'iscsi' && v.iscsi?.initiatorName !== undefined && byteLength(`${v.name}:${v.iscsi.targetPortal}`) > 64)
      errors.push(
        invalid(
          `${place.path}.name`,
          v.name,
          'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
        ),
      );
  }
  return found ? errors : [required(place.path, 'must specify a volume type')];
}

function validateISCSI(s: g.ISCSIVolumeSource, path: string): readonly FieldError[] {
  const initiator = (name: string, at: string) =>
    isInitiator(name)
      ? []
      : [invalid(at, name, /^(iqn|eui|naa)/.test(name) ? 'must be valid format' : 'must be valid format starting with iqn, eui, or naa')];
  return [
    ...needs(s, path, 'targetPortal'),
    ...(s.iqn ? initiator(s.iqn, `${path}.iqn`) : [required(`${path}.iqn`)]),
    ...(s.lun < 0 || s.lun > 255 ? [invalid(`${path}.lun`, s.lun, inclusiveRangeError(0, 255))] : []),
    ...((s.chapAuthDiscovery || s.chapAuthSession) && !s.secretRef ? [required(`${path}.secretRef`)] : []),
    ...(s.initiatorName === undefined ? [] : initiator(s.initiatorName, `${path}.initiatorname`)),
  ];
}

function validateCSI(s: g.CSIVolumeSource, path: string): readonly FieldError[] {
  const name = s.nodePublishSecretRef?.name;
  return [
    ...validateCSIDriverName(s.driver, `${path}.driver`),
    ...(!s.nodePublishSecretRef
      ? []
      : name
        ? invalidEach(`${path}.name`, name, isDNS1123Subdomain(name))
        : [required(`${path}.nodePublishSecretRef.name`)]),
  ];
}

/** Fields of metadata that say nothing in a template, in the order of Kubernetes' type, as messages call them. */
const METADATA = {
  name: 'name',
  generateName: 'generateName',
  namespace: 'namespace',
  selfLink: 'selfLink',
  uid: 'uID',
  resourceVersion: 'resourceVersion',
  generation: 'generation',
  creationTimestamp: 'creationTimestamp',
  deletionTimestamp: 'deletionTimestamp',
  deletionGracePeriodSeconds: 'deletionGracePeriodSeconds',
  ownerReferences: 'ownerReferences',
  finalizers: 'finalizers',
  managedFields: 'managedFields',
} as const;

function validateEphemeral(s: g.EphemeralVolumeSource, path: string, { path: at, volume, pod }: Place): readonly FieldError[] {
  const t = s.volumeClaimTemplate;
  const own = `${path}.volumeClaimTemplate`;
  const claim = `${pod ?? ''}-${volume}`;
  const { metadata: m = {} } = t ?? {};
  return [
    ...(t
      ? [
          ...validateAnnotations(m.annotations, `${own}.metadata.annotations`),
          ...validateLabels(m.labels, `${own}.metadata.labels`),
          ...Object.entries(METADATA)
            .filter(([f]) => m[f as keyof typeof METADATA])
            .map(([, called]) => forbiddenField(`${own}.metadata.${called}`, 'cannot be set')),
          ...validateClaimSpec(t.spec, `${own}.spec`),
        ]
      : [required(own)]),
    ...(pod && volume
      ? isDNS1123Subdomain(claim).map((m2) => invalid(`${at}.name`, volume, `PVC name ${JSON.stringify(claim)}: ${m2}`))
      : []),
  ];
}
