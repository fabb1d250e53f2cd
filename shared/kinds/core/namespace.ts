/** Namespace. Source: core/validation ValidateNamespace, registry/core/namespace. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isQualifiedName } from '../../api/names.ts';
import { isTerminating } from '../../api/object.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { Namespace } from '../types.ts';

/** The label that every namespace has, with its name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** The finalizer in a namespace's spec that waits for its content to go. */
const KUBERNETES = 'kubernetes';

export const namespaces = defineKind<Namespace>({
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  metadataChecks: 'MU',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'finalize', verbs: ['update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  default: (o) => withPhase(withNameLabel(o)),
  prepareCreate: (o) => ({
    ...withNameLabel(o),
    spec: {
      ...o.spec,
      finalizers: o.spec?.finalizers?.includes(KUBERNETES) ? o.spec.finalizers : [...(o.spec?.finalizers ?? []), KUBERNETES],
    },
    status: { phase: 'Active' },
  }),
  prepareUpdate: (next, previous) => ({ ...withNameLabel(next), spec: previous.spec, status: previous.status }),
  validate,
  validateUpdate: validate,
  validateStatusUpdate,
  prepareDelete: (o) => ({ ...o, status: { ...o.status, phase: 'Terminating' } }),
  holdsDeletion: (o) => (o.spec.finalizers?.length ?? 0) > 0,
  validateName: isDNS1123Label,
  selectableFields: (o) => ({ 'status.phase': o.status?.phase ?? '' }),
  columns: [NAME, column('Status', '', (o) => o.status?.phase ?? '', { description: 'The status of the namespace' }), AGE],
});

function withNameLabel(o: Namespace): Namespace {
  const { name, labels } = o.metadata;
  return !name || labels?.[NAMESPACE_NAME_LABEL] === name
    ? o
    : { ...o, metadata: { ...o.metadata, labels: { ...labels, [NAMESPACE_NAME_LABEL]: name } } };
}

function withPhase(o: Namespace): Namespace {
  return o.status?.phase ? o : { ...o, status: { ...o.status, phase: 'Active' } };
}

function validate(o: Namespace): readonly FieldError[] {
  return (o.spec?.finalizers ?? []).flatMap((f) => validateFinalizerName(f, 'spec.finalizers'));
}

/** The finalizers of a namespace's spec, as the finalize subresource takes them. */
export function validateFinalize(o: Namespace): readonly FieldError[] {
  return (o.spec?.finalizers ?? []).flatMap((f, i) => validateFinalizerName(f, `spec.finalizers[${i}]`));
}

function validateFinalizerName(name: string, path: string): readonly FieldError[] {
  const errors = isQualifiedName(name).map((m) => invalid(path, name, m));
  const standard = name.includes('/') || [KUBERNETES, 'orphan', 'foregroundDeletion'].includes(name);
  return standard ? errors : [...errors, invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function validateStatusUpdate(next: Namespace): readonly FieldError[] {
  const phase = next.status?.phase ?? '';
  if (isTerminating(next))
    return phase === 'Terminating' ? [] : [invalid('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
  return phase === 'Active' ? [] : [invalid('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty")];
}
