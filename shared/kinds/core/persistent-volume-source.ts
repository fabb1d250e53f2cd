/** Where a volume's bytes are: exactly one source, each with what it must have. Source: core/validation ValidatePersistentVolumeSpec. */
import { forbiddenField, invalid, invalidEach, notSupported, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, inclusiveRangeError, isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';
import type * as g from '../generated/types.ts';

type Check<T> = (s: T, path: string, volume: string) => readonly FieldError[];

interface Source<T> {
  /** What messages call the field, where that differs. */
  readonly called?: string;
  readonly at?: string;
  readonly check: Check<T>;
}

type Sources = {
  readonly [K in keyof g.PersistentVolumeSpec as NonNullable<g.PersistentVolumeSpec[K]> extends object ? K : never]?: Source<
    NonNullable<g.PersistentVolumeSpec[K]>
  >;
};

/** Complains of each field that is missing or empty. */
export const needs = (s: object, path: string, ...fields: readonly string[]): FieldError[] =>
  fields.filter((f) => !(s as Record<string, unknown>)[f]).map((f) => required(`${path}.${f}`));
const partition = (s: { readonly partition?: number }, path: string) =>
  (s.partition ?? 0) < 0 || (s.partition ?? 0) > 255 ? [invalid(`${path}.partition`, s.partition, inclusiveRangeError(1, 255))] : [];
const secret = (s: g.SecretReference | undefined, path: string) => (s ? needs(s, path, 'name', 'namespace') : []);

/** In the order Kubernetes looks at them. */
export const SOURCES: Sources = {
  hostPath: { check: validateHostPath },
  gcePersistentDisk: { at: 'persistentDisk', check: (s, p) => [...needs(s, p, 'pdName'), ...partition(s, p)] },
  awsElasticBlockStore: { check: (s, p) => [...needs(s, p, 'volumeID'), ...partition(s, p)] },
  glusterfs: {
    check: (s, p) => [
      ...needs(s, p, 'endpoints', 'path'),
      ...(s.endpointsNamespace === undefined
        ? []
        : s.endpointsNamespace === ''
          ? [invalid(`${p}.endpointsNamespace`, '', 'if the endpointnamespace is set, it must be a valid namespace name')]
          : invalidEach(`${p}.endpointsNamespace`, s.endpointsNamespace, isDNS1123Label(s.endpointsNamespace))),
    ],
  },
  flocker: {
    check: (s, p) => [
      ...(s.datasetName || s.datasetUUID ? [] : [required(p, 'one of datasetName and datasetUUID is required')]),
      ...(s.datasetName && s.datasetUUID
        ? [invalid(p, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')]
        : []),
      ...(s.datasetName?.includes('/') ? [invalid(`${p}.datasetName`, s.datasetName, "must not contain '/'")] : []),
    ],
  },
  nfs: { check: validateNFS },
  rbd: { check: (s, p) => [...(s.monitors?.length ? [] : [required(`${p}.monitors`)]), ...needs(s, p, 'image')] },
  quobyte: { check: validateQuobyte },
  cephfs: { called: 'cephFS', check: (s, p) => (s.monitors?.length ? [] : [required(`${p}.monitors`)]) },
  iscsi: { check: validateISCSI },
  cinder: { check: (s, p) => [...needs(s, p, 'volumeID'), ...secret(s.secretRef, `${p}.secretRef`)] },
  fc: { check: validateFC },
  flexVolume: {
    check: (s, p) => [
      ...needs(s, p, 'driver'),
      ...Object.keys(s.options ?? {})
        .filter((k) => /\.(kubernetes|k8s)\.io$/.test(`.${(k.split('/')[0] as string).toLowerCase()}`))
        .map((k) => invalid(`${p}.options[${k}]`, k, 'kubernetes.io and k8s.io namespaces are reserved')),
    ],
  },
  azureFile: {
    check: (s, p) => [...needs(s, p, 'secretName', 'shareName'), ...(s.secretNamespace === '' ? [required(`${p}.secretNamespace`)] : [])],
  },
  vsphereVolume: { check: (s, p) => needs(s, p, 'volumePath') },
  photonPersistentDisk: { check: (s, p) => needs(s, p, 'pdID') },
  portworxVolume: { check: (s, p) => needs(s, p, 'volumeID') },
  azureDisk: { check: validateAzureDisk },
  scaleIO: { check: (s, p) => needs(s, p, 'gateway', 'system', 'volumeName') },
  local: { check: (s, p) => (s.path ? validateNoBacksteps(s.path, `${p}.path`) : [required(`${p}.path`)]) },
  storageos: {
    check: (s, p) => [
      ...(s.volumeName ? invalidEach(`${p}.volumeName`, s.volumeName, isDNS1123Label(s.volumeName)) : [required(`${p}.volumeName`)]),
      ...(s.volumeNamespace ? invalidEach(`${p}.volumeNamespace`, s.volumeNamespace, isDNS1123Label(s.volumeNamespace)) : []),
      ...(s.secretRef ? needs(s.secretRef, `${p}.secretRef`, 'name', 'namespace') : []),
    ],
  },
  csi: { check: validateCSI },
};

/** One source and no other; `affinity` says whether the volume tells its nodes, which a local one must. */
export function validateVolumeSource(spec: g.PersistentVolumeSpec, path: string, volume: string, affinity: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  let count = 0;
  for (const [field, { called = field, at = field, check }] of Object.entries(SOURCES) as [keyof g.PersistentVolumeSpec, Source<never>][]) {
    const source = spec[field];
    if (!source) continue;
    if (count > 0 && field !== 'flexVolume') {
      errors.push(forbiddenField(`${path}.${called}`, 'may not specify more than 1 volume type'));
      continue;
    }
    count++;
    errors.push(...check(source as never, `${path}.${at}`, volume));
    if (field === 'local' && !affinity) errors.push(required(`${path}.nodeAffinity`, 'Local volume requires node affinity'));
  }
  return count ? errors : [...errors, required(path, 'must specify a volume type')];
}

export function validateNoBacksteps(target: string, path: string): readonly FieldError[] {
  return target.split('/').includes('..') ? [invalid(path, target, "must not contain '..'")] : [];
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

export function validateHostPath(s: g.HostPathVolumeSource, path: string): readonly FieldError[] {
  if (!s.path) return [required(`${path}.path`)];
  return [
    ...validateNoBacksteps(s.path, `${path}.path`),
    ...(s.type === undefined || HOST_PATH_TYPES.includes(s.type) ? [] : [notSupported(`${path}.type`, s.type, HOST_PATH_TYPES)]),
  ];
}

export function validateNFS(s: g.NFSVolumeSource, path: string): readonly FieldError[] {
  return [
    ...needs(s, path, 'server', 'path'),
    ...(s.path?.startsWith('/') ? [] : [invalid(`${path}.path`, s.path ?? '', 'must be an absolute path')]),
  ];
}

function validateQuobyte(s: g.QuobyteVolumeSource, path: string): readonly FieldError[] {
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  const registry = !s.registry
    ? [required(`${path}.registry`, pairs)]
    : byteLength(s.tenant ?? '') >= 65
      ? [required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')]
      : s.registry
          .split(',')
          .filter((pair) => !/^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair))
          .map(() => invalid(`${path}.registry`, s.registry, pairs));
  return [...registry, ...needs(s, path, 'volume')];
}

function validateISCSI(s: g.ISCSIPersistentVolumeSource, path: string, volume: string): readonly FieldError[] {
  const errors = needs(s, path, 'targetPortal');
  if (s.initiatorName !== undefined && byteLength(`${volume}:${s.targetPortal}`) > 64)
    errors.push(
      invalid(
        `${path}.targetportal`,
        s.targetPortal,
        'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
      ),
    );
  if (!s.iqn) errors.push(required(`${path}.iqn`));
  else if (!isInitiator(s.iqn)) errors.push(invalid(`${path}.iqn`, s.iqn, 'must be valid format'));
  if (s.lun < 0 || s.lun > 255) errors.push(invalid(`${path}.lun`, s.lun, inclusiveRangeError(0, 255)));
  if ((s.chapAuthDiscovery || s.chapAuthSession) && !s.secretRef) errors.push(required(`${path}.secretRef`));
  if (s.secretRef && !s.secretRef.name) errors.push(required(`${path}.secretRef.name`));
  if (s.initiatorName !== undefined && !isInitiator(s.initiatorName))
    errors.push(invalid(`${path}.initiatorname`, s.initiatorName, 'must be valid format'));
  return errors;
}

const INITIATORS = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
] as const;

/** Whether a name is one that iSCSI initiators have. */
export const isInitiator = (name: string) => INITIATORS.some(([prefix, form]) => name.startsWith(prefix) && form.test(name));

function validateFC(s: g.FCVolumeSource, path: string): readonly FieldError[] {
  const wwns = s.targetWWNs ?? [];
  const wwids = s.wwids ?? [];
  return [
    ...(wwns.length || wwids.length ? [] : [required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')]),
    ...(wwns.length && wwids.length
      ? [invalid(`${path}.targetWWNs`, wwns, 'targetWWNs and wwids can not be specified simultaneously')]
      : []),
    ...(!wwns.length
      ? []
      : s.lun === undefined
        ? [required(`${path}.lun`, 'lun is required if targetWWNs is specified')]
        : s.lun < 0 || s.lun > 255
          ? [invalid(`${path}.lun`, s.lun, inclusiveRangeError(0, 255))]
          : []),
  ];
}

const CACHING = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];

function validateAzureDisk(s: g.AzureDiskVolumeSource, path: string): readonly FieldError[] {
  const errors = needs(s, path, 'diskName', 'diskURI');
  const uri = s.diskURI ?? '';
  if (s.cachingMode !== undefined && !CACHING.includes(s.cachingMode))
    errors.push(notSupported(`${path}.cachingMode`, s.cachingMode, CACHING));
  if (s.kind !== undefined && !DISK_KINDS.includes(s.kind)) errors.push(notSupported(`${path}.kind`, s.kind, DISK_KINDS));
  if (s.kind === 'Managed' && !uri.startsWith('/subscriptions/'))
    errors.push(
      notSupported(`${path}.diskURI`, uri, [
        '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}',
      ]),
    );
  if (s.kind !== undefined && s.kind !== 'Managed' && !uri.startsWith('https://'))
    errors.push(notSupported(`${path}.diskURI`, uri, ['https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd']));
  return errors;
}

function validateCSI(s: g.CSIPersistentVolumeSource, path: string): readonly FieldError[] {
  const errors = [...validateCSIDriverName(s.driver, `${path}.driver`), ...needs(s, path, 'volumeHandle')];
  for (const field of ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const) {
    const ref = s[field];
    const at = `${path}.${field}`;
    if (!ref) continue;
    errors.push(
      ...(ref.name ? invalidEach(`${at}.name`, ref.name, isDNS1123Subdomain(ref.name)) : [required(`${at}.name`)]),
      ...(ref.namespace ? invalidEach(`${at}.namespace`, ref.namespace, isDNS1123Label(ref.namespace)) : [required(`${at}.namespace`)]),
    );
  }
  return errors;
}

export function validateCSIDriverName(name: string, path: string): readonly FieldError[] {
  if (!name) return [required(path)];
  return [...(byteLength(name) > 63 ? [tooLong(path, 63)] : []), ...invalidEach(path, name, isDNS1123Subdomain(name.toLowerCase()))];
}
