/** PersistentVolumeClaim. Source: core/v1 defaults, core/validation, registry/core/persistentvolumeclaim, api/persistentvolumeclaim. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName } from '../../api/names.ts';
import { isTerminating } from '../../api/object.ts';
import { compareQuantity, parseQuantity } from '../../api/quantity.ts';
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/selector-validation.ts';
import { AGE, column, NAME, wide } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { PersistentVolumeClaimSpec, TypedObjectReference } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import { specDiff } from '../struct-diff.ts';
import type { PersistentVolumeClaim } from '../types.ts';
import {
  isNativeResource,
  roundedResources,
  validatePositiveQuantity,
  validateResourceQuantity,
  type ResourceList,
} from './resource-names.ts';
import { accessModesText, BETA_STORAGE_CLASS, storageClassOf, validateAccessModes, VOLUME_MODES } from './volume-claims.ts';

export const persistentVolumeClaims = defineKind<PersistentVolumeClaim>({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  namespaced: true,
  metadataChecks: 'MUM',
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const spec = withClaimDefaults(o.spec);
    return spec === o.spec && o.status?.phase ? o : { ...o, spec, status: { ...o.status, phase: o.status?.phase || 'Pending' } };
  },
  prepareCreate: (o) => ({ ...o, spec: withDataSources(o.spec), status: { phase: 'Pending' } }),
  prepareUpdate: (next, previous) => ({ ...next, spec: withDataSources(next.spec, previous.spec), status: previous.status }),
  validate: (o) => validateClaimSpec(o.spec, 'spec'),
  validateUpdate,
  validateStatusUpdate,
  warnings: (o) => [
    ...(o.metadata.annotations?.[BETA_STORAGE_CLASS] === undefined
      ? []
      : [`metadata.annotations[${BETA_STORAGE_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`]),
    ...fractions(o.spec, 'requests'),
    ...fractions(o.spec, 'limits'),
  ],
  columns: [
    NAME,
    column('Status', 'PersistentVolumeClaimStatus.phase', (o) => (isTerminating(o) ? 'Terminating' : (o.status?.phase ?? ''))),
    column('Volume', 'PersistentVolumeClaimSpec.volumeName', (o) => o.spec.volumeName ?? ''),
    column('Capacity', 'PersistentVolumeClaimStatus.capacity', (o) => (o.spec.volumeName ? (o.status?.capacity?.['storage'] ?? '0') : '')),
    column('Access Modes', 'PersistentVolumeClaimStatus.accessModes', (o) =>
      o.spec.volumeName ? accessModesText(o.status?.accessModes) : '',
    ),
    column('StorageClass', '', (o) => storageClassOf(o.metadata, o.spec.storageClassName), { description: 'StorageClass of the pvc' }),
    column('VolumeAttributesClass', '', (o) => o.spec.volumeAttributesClassName ?? '<unset>', {
      description: 'VolumeAttributesClass of the pvc',
    }),
    AGE,
    wide('VolumeMode', 'PersistentVolumeClaimSpec.volumeMode', (o) => o.spec.volumeMode ?? '<unset>'),
  ],
});

/** Also for the claim templates of StatefulSets and ephemeral volumes. */
export function withClaimDefaults(s: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { requests, limits } = s.resources ?? {};
  const resources = {
    ...(limits ? { limits: roundedResources(limits) } : {}),
    ...(requests ? { requests: roundedResources(requests) } : {}),
  };
  return s.volumeMode !== undefined && s.resources && equal(resources, s.resources)
    ? s
    : { ...s, resources, volumeMode: s.volumeMode ?? 'Filesystem' };
}

/** `dataSource` and the newer `dataSourceRef` say the same; what the older cannot say it does not hold. */
function withDataSources(s: PersistentVolumeClaimSpec, previous?: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  let { dataSource, dataSourceRef } = s;
  if (dataSourceRef?.namespace && !previous?.dataSourceRef) dataSourceRef = undefined;
  if (
    !previous?.dataSource &&
    !dataSourceRef &&
    dataSource &&
    !(dataSource.kind === 'PersistentVolumeClaim' && !dataSource.apiGroup) &&
    !(dataSource.kind === 'VolumeSnapshot' && dataSource.apiGroup === 'snapshot.storage.k8s.io')
  )
    dataSource = undefined;
  if (dataSource && !dataSourceRef) dataSourceRef = dataSource;
  else if (dataSourceRef && !dataSource && !dataSourceRef.namespace)
    dataSource = {
      ...(dataSourceRef.apiGroup === undefined ? {} : { apiGroup: dataSourceRef.apiGroup }),
      kind: dataSourceRef.kind,
      name: dataSourceRef.name,
    };
  if (equal(dataSource, s.dataSource) && equal(dataSourceRef, s.dataSourceRef)) return s;
  const { dataSource: _old, dataSourceRef: _oldRef, ...rest } = s;
  return { ...rest, ...(dataSource ? { dataSource } : {}), ...(dataSourceRef ? { dataSourceRef } : {}) };
}

/** What a claim, or the template of one, may ask for. */
export function validateClaimSpec(s: PersistentVolumeClaimSpec, path: string, keepsLabels = false): readonly FieldError[] {
  const errors: FieldError[] = [
    ...(s.accessModes?.length ? [] : [required(`${path}.accessModes`, 'at least 1 access mode is required')]),
    ...validateLabelSelector(s.selector, `${path}.selector`, { allowInvalidLabelValue: keepsLabels }),
    ...validateAccessModes(s.accessModes ?? [], `${path}.accessModes`),
  ];
  const storage = s.resources?.requests?.['storage'];
  const at = `${path}.resources[storage]`;
  if (storage === undefined) errors.push(required(at));
  else {
    const positive = validatePositiveQuantity(storage, at);
    errors.push(...(positive.length ? positive : validateResourceQuantity('storage', storage, at)));
  }
  const className = (field: 'storageClassName' | 'volumeAttributesClassName') =>
    s[field] ? isDNS1123Subdomain(s[field]).map((m) => invalid(`${path}.${field}`, s[field], m)) : [];
  errors.push(...className('storageClassName'));
  if (s.volumeMode !== undefined && !VOLUME_MODES.includes(s.volumeMode))
    errors.push(notSupported(`${path}.volumeMode`, s.volumeMode, VOLUME_MODES));
  if (s.dataSource) errors.push(...validateDataSource(s.dataSource, `${path}.dataSource`));
  if (s.dataSourceRef) errors.push(...validateDataSource(s.dataSourceRef, `${path}.dataSourceRef`));
  if (s.dataSourceRef?.namespace) {
    if (s.dataSource) errors.push(invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified'));
  } else if (s.dataSource && s.dataSourceRef && !equal(reference(s.dataSource), reference(s.dataSourceRef)))
    errors.push(invalid(path, {}, 'must match dataSourceRef'));
  errors.push(...className('volumeAttributesClassName'));
  return errors;
}

const reference = ({ apiGroup, kind, name }: TypedObjectReference) => ({ apiGroup, kind, name });

function validateDataSource(s: TypedObjectReference, path: string): readonly FieldError[] {
  return [
    ...(s.name ? [] : [required(`${path}.name`)]),
    ...(s.kind ? [] : [required(`${path}.kind`)]),
    ...(!s.apiGroup && s.kind !== 'PersistentVolumeClaim'
      ? [invalid(path, s.kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
      : []),
    ...(s.apiGroup ? isDNS1123Subdomain(s.apiGroup).map((m) => invalid(`${path}.apiGroup`, s.apiGroup, m)) : []),
    ...(s.namespace ? isDNS1123Label(s.namespace).map((m) => invalid(`${path}.namespace`, s.namespace, m)) : []),
  ];
}

function validateUpdate(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): readonly FieldError[] {
  const own = validateClaimSpec(next.spec, 'spec', hasInvalidLabelValue(previous.spec.selector));
  const errors: FieldError[] = [...own, ...own]; // Kubernetes tells these twice
  const bound = next.status?.phase === 'Bound';
  const beta = (o: PersistentVolumeClaim) => o.metadata.annotations?.[BETA_STORAGE_CLASS];
  const was = beta(previous);
  const is = beta(next);
  const className = next.spec.storageClassName;
  const unset = previous.spec.storageClassName === undefined;
  let compared: PersistentVolumeClaimSpec = next.spec;
  let before: PersistentVolumeClaimSpec = previous.spec;
  if (!before.volumeName) before = { ...before, ...(compared.volumeName ? { volumeName: compared.volumeName } : {}) };
  if (was !== undefined && unset && className === was && (is === undefined || is === was)) compared = without(compared, 'storageClassName');
  else {
    if (was !== is) errors.push(invalid(`metadata.annotations.${BETA_STORAGE_CLASS}`, is ?? '', 'field is immutable'));
    if (className !== undefined && unset && (was === undefined || className === was)) compared = without(compared, 'storageClassName');
  }
  if (bound) {
    const size = before.resources?.requests?.['storage'];
    if (compared.resources?.requests)
      compared = {
        ...compared,
        resources: {
          ...compared.resources,
          requests: { ...compared.resources.requests, ...(size === undefined ? {} : { storage: size }) },
        },
      };
    compared = {
      ...without(compared, 'volumeAttributesClassName'),
      ...(before.volumeAttributesClassName === undefined ? {} : { volumeAttributesClassName: before.volumeAttributesClassName }),
    };
  }
  if (!equal(compared, before))
    errors.push(
      forbiddenField(
        'spec',
        `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${specDiff(inside(before), inside(compared))}`,
      ),
    );
  const size = (list: ResourceList | undefined) => parseQuantity(list?.['storage'] ?? '0');
  if (
    compareQuantity(size(next.spec.resources?.requests), size(previous.spec.resources?.requests)) < 0 &&
    compareQuantity(size(next.spec.resources?.requests), size(previous.status?.capacity)) <= 0
  )
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  errors.push(...validateImmutableField(next.spec.volumeMode, previous.spec.volumeMode, 'volumeMode'));
  const attributes = next.spec.volumeAttributesClassName;
  if (
    attributes !== previous.spec.volumeAttributesClassName &&
    previous.status?.currentVolumeAttributesClassName !== undefined &&
    !attributes
  )
    errors.push(
      forbiddenField(
        'spec.volumeAttributesClassName',
        `update to ${attributes === undefined ? 'nil' : 'empty string'} is forbidden when status.currentVolumeAttributesClassName is not nil`,
      ),
    );
  return errors;
}

function without<K extends keyof PersistentVolumeClaimSpec>(s: PersistentVolumeClaimSpec, field: K): PersistentVolumeClaimSpec {
  const { [field]: _gone, ...rest } = s;
  return rest as PersistentVolumeClaimSpec;
}

/** A claim's spec as the server's own type is printed. */
function inside(s: PersistentVolumeClaimSpec): unknown {
  const ref = (r: TypedObjectReference | undefined, namespaced: boolean) =>
    r ? { APIGroup: r.apiGroup ?? null, Kind: r.kind, Name: r.name, ...(namespaced ? { Namespace: r.namespace ?? null } : {}) } : null;
  return {
    AccessModes: s.accessModes ?? null,
    Selector: s.selector ?? null,
    Resources: { Limits: s.resources?.limits ?? null, Requests: s.resources?.requests ?? null },
    VolumeName: s.volumeName ?? '',
    StorageClassName: s.storageClassName ?? null,
    VolumeMode: s.volumeMode ?? null,
    DataSource: ref(s.dataSource, false),
    DataSourceRef: ref(s.dataSourceRef, true),
    VolumeAttributesClassName: s.volumeAttributesClassName ?? null,
  };
}

const RESIZING = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizePending',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
].sort();

function validateStatusUpdate(next: PersistentVolumeClaim): readonly FieldError[] {
  const errors: FieldError[] = [
    ...(next.metadata.resourceVersion ? [] : [required('resourceVersion')]),
    ...(next.spec.accessModes?.length ? [] : [required('Spec.accessModes')]),
  ];
  const sane = (amount: string, path: string) =>
    parseQuantity(amount).nano < 0n
      ? [invalid(path, Number(parseQuantity(amount).nano / 1_000_000_000n), 'must be a valid resource quantity')]
      : [];
  for (const [resource, amount] of Object.entries(next.status?.capacity ?? {}))
    errors.push(...sane(amount, `status.capacity[${resource}]`));
  for (const [resource, state] of Object.entries(next.status?.allocatedResourceStatuses ?? {})) {
    errors.push(...validateResourceKey(resource, 'status.allocatedResourceStatuses'));
    if (!RESIZING.includes(state)) errors.push(notSupported('status.allocatedResourceStatuses', resource, RESIZING));
  }
  for (const [resource, amount] of Object.entries(next.status?.allocatedResources ?? {})) {
    const wrong = validateResourceKey(resource, 'status.allocatedResources');
    const path = `status.allocatedResources[${resource}]`;
    if (wrong.length) {
      errors.push(...wrong);
      continue;
    }
    const insane = sane(amount, path);
    errors.push(...(insane.length ? insane : validateResourceQuantity('storage', amount, path)));
  }
  return errors;
}

function validateResourceKey(resource: string, path: string): readonly FieldError[] {
  const complaints = isQualifiedName(resource);
  if (complaints.length) return complaints.map((m) => invalid(path, resource, m));
  return isNativeResource(resource) && resource !== 'storage' ? [notSupported(path, resource, ['storage'])] : [];
}

function fractions(s: PersistentVolumeClaimSpec, list: 'requests' | 'limits'): readonly string[] {
  const amount = s.resources?.[list]?.['storage'];
  return amount === undefined || parseQuantity(amount).nano % 1_000_000_000n === 0n
    ? []
    : [`spec.resources.${list}[storage]: fractional byte value "${amount}" is invalid, must be an integer`];
}
