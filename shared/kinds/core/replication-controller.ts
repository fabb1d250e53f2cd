/** ReplicationController. Source: core/v1 SetDefaults_ReplicationController, registry/core/replicationcontroller, core/validation. */
import { required, type FieldError } from '../../api/errors.ts';
import { twice } from '../twice.ts';
import { containerColumns } from '../apps/workload-columns.ts';
import { podNameWarnings, validateAtMost, validateLasting, validateTemplateLabels } from '../apps/workload-validation.ts';
import { AGE, column, labelText, NAME, wide } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ReplicationControllerSpec } from '../generated/types.ts';
import { validateNonnegative, validateNonnegatives } from '../nonnegative.ts';
import type { ReplicationController } from '../types.ts';
import { changed } from './part-defaults.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec, validatePodTemplateSpec } from './pod-template-spec.ts';

export const replicationControllers = defineKind<ReplicationController>({
  apiVersion: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  metadataChecks: 'MU',
  generation: true,
  defaultPropagation: 'Orphan',
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['spec', 'selector'] },
  default: withDefaults,
  prepareCreate: (o) => ({ ...o, status: { replicas: 0 } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: ({ spec }) => twice(validateSpec(spec)),
  validateStatusUpdate: ({ status }) => [
    ...validateNonnegatives(status, 'status', [
      'replicas',
      'fullyLabeledReplicas',
      'readyReplicas',
      'availableReplicas',
      'observedGeneration',
    ]),
    ...validateAtMost(status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'], 'replicas', 'status.replicas'),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas'),
  ],
  warnings: (next, previous) => [
    ...(previous ? [] : podNameWarnings(next.metadata.name)),
    ...changedTemplateWarnings(next, previous, next.spec.template, 'spec.template'),
  ],
  selectableFields: (o) => ({ 'status.replicas': String(o.status.replicas ?? 0) }),
  columns: [
    NAME,
    column('Desired', 'ReplicationControllerSpec.replicas', (o) => o.spec.replicas ?? 0, { type: 'integer' }),
    column('Current', 'ReplicationControllerStatus.replicas', (o) => o.status.replicas ?? 0, { type: 'integer' }),
    column('Ready', 'ReplicationControllerStatus.readyReplicas', (o) => o.status.readyReplicas ?? 0, { type: 'integer' }),
    AGE,
    ...containerColumns<ReplicationController>((o) => o.spec.template),
    wide('Selector', 'ReplicationControllerSpec.selector', (o) => labelText(o.spec.selector)),
  ],
});

/** Selector and labels are those of the template, where they are not given. */
function withDefaults(o: ReplicationController): ReplicationController {
  const s = o.spec;
  const template = s.template && defaultPodTemplateSpec(s.template);
  const labels = template?.metadata?.labels;
  const given = (l: object | undefined) => Object.keys(l ?? {}).length > 0;
  const spec = changed<ReplicationControllerSpec>(s, {
    replicas: s.replicas ?? 1,
    ...(template ? { template } : {}),
    ...(labels && !given(s.selector) ? { selector: labels } : {}),
  });
  const metadata = labels && !given(o.metadata.labels) ? { ...o.metadata, labels } : o.metadata;
  return spec === s && metadata === o.metadata ? o : { ...o, metadata, spec };
}

function validateSpec(s: ReplicationControllerSpec): readonly FieldError[] {
  const selects = Object.keys(s.selector ?? {}).length > 0;
  const path = 'spec.template';
  return [
    ...validateNonnegative(s.minReadySeconds, 'spec.minReadySeconds'),
    ...(selects ? [] : [required('spec.selector')]),
    ...(s.replicas === undefined ? [required('spec.replicas')] : validateNonnegative(s.replicas, 'spec.replicas')),
    ...(s.template
      ? [
          ...(selects ? validateTemplateLabels(s.template, { matchLabels: s.selector ?? {} }, path) : []),
          ...validatePodTemplateSpec(s.template, path),
          ...validateLasting(s.template, path, 'ReplicationController'),
        ]
      : [required(path)]),
  ];
}
