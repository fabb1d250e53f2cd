/** StorageClass. Source: storage/v1 defaults, storage/validation ValidateStorageClass. */
import { duplicate, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isQualifiedName } from '../../api/names.ts';
import { validateLabelName } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { DEPRECATED_LABELS } from '../core/node-label-warnings.ts';
import { defineKind } from '../definition.ts';
import type { TopologySelectorTerm } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { StorageClass } from '../types.ts';
import { validateParameters } from './parameters.ts';

/** The annotations that make a class the one that claims without a class get. */
export const DEFAULT_STORAGE_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
] as const;

/** Whether claims that name no class get this one. */
export const isDefaultStorageClass = (o: StorageClass): boolean =>
  DEFAULT_STORAGE_CLASS.some((a) => o.metadata.annotations?.[a] === 'true');

export const storageClasses = defineKind<StorageClass>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  namespaced: false,
  default: (o) =>
    o.reclaimPolicy !== undefined && o.volumeBindingMode !== undefined
      ? o
      : { ...o, reclaimPolicy: o.reclaimPolicy ?? 'Delete', volumeBindingMode: o.volumeBindingMode ?? 'Immediate' },
  validate,
  validateUpdate: (next, previous) => [
    ...validate(next),
    ...validateImmutableField(next.parameters, previous.parameters, 'parameters'),
    ...validateImmutableField(next.provisioner, previous.provisioner, 'provisioner'),
    ...validateImmutableField(next.reclaimPolicy, previous.reclaimPolicy, 'reclaimPolicy'),
    ...validateImmutableField(next.volumeBindingMode, previous.volumeBindingMode, 'volumeBindingMode'),
  ],
  warnings: (o) =>
    (o.allowedTopologies ?? []).flatMap((t, i) =>
      (t.matchLabelExpressions ?? []).flatMap(({ key }, k) =>
        DEPRECATED_LABELS[key] ? [`allowedTopologies[${i}].matchLabelExpressions[${k}].key: ${DEPRECATED_LABELS[key]}`] : [],
      ),
    ),
  columns: [
    { ...NAME, cell: (o) => `${o.metadata.name}${isDefaultStorageClass(o as StorageClass) ? ' (default)' : ''}` },
    column('Provisioner', 'StorageClass.provisioner', (o) => o.provisioner),
    column('ReclaimPolicy', 'StorageClass.reclaimPolicy', (o) => o.reclaimPolicy ?? 'Delete'),
    column('VolumeBindingMode', 'StorageClass.volumeBindingMode', (o) => o.volumeBindingMode ?? 'Immediate'),
    column('AllowVolumeExpansion', 'StorageClass.allowVolumeExpansion', (o) => o.allowVolumeExpansion ?? false),
    AGE,
  ],
});

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];

function validate(o: StorageClass): readonly FieldError[] {
  return [
    ...validateProvisioner(o.provisioner, 'provisioner'),
    ...validateParameters(o.parameters, 'parameters', true),
    ...(!o.reclaimPolicy || RECLAIM_POLICIES.includes(o.reclaimPolicy)
      ? []
      : [notSupported('reclaimPolicy', o.reclaimPolicy, RECLAIM_POLICIES)]),
    ...(o.volumeBindingMode === undefined
      ? [required('volumeBindingMode')]
      : BINDING_MODES.includes(o.volumeBindingMode)
        ? []
        : [notSupported('volumeBindingMode', o.volumeBindingMode, BINDING_MODES)]),
    ...validateTopologies(o.allowedTopologies ?? []),
  ];
}

/** The name of what makes volumes, of a class of either kind. */
export function validateProvisioner(name: string, path: string): readonly FieldError[] {
  return name ? invalidEach(path, name.toLowerCase(), isQualifiedName(name.toLowerCase())) : [required(path)];
}

function validateTopologies(terms: readonly TopologySelectorTerm[]): readonly FieldError[] {
  const seen: Record<string, readonly string[]>[] = terms.map(() => ({}));
  const errors: FieldError[] = [];
  terms.forEach((t, i) => {
    const path = `allowedTopologies[${i}].matchLabelExpressions`;
    const keys: Record<string, readonly string[]> = {};
    t.matchLabelExpressions?.forEach(({ key, values }, k) => {
      const at = `${path}[${k}]`;
      const list = values ?? [];
      if (list.length === 0) errors.push(required(`${at}.values`));
      list.forEach((v, n) => {
        if (list.indexOf(v) < n) errors.push(duplicate(`${at}.values[${n}]`, v));
      });
      errors.push(...validateLabelName(key, `${at}.key`));
      if (Object.hasOwn(keys, key)) errors.push(duplicate(`${at}.key`, key));
      keys[key] = [...new Set(list)].sort();
    });
    for (const s of seen) if (equal(s, keys)) errors.push(duplicate(path, ''));
    seen.push(keys);
  });
  return errors;
}
