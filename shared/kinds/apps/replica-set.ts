/** ReplicaSet. Source: apps/v1 defaults, apps/validation ValidateReplicaSet, registry/apps/replicaset. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { shownSelector } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind } from '../definition.ts';
import type { ReplicaSetSpec } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import { twice } from '../twice.ts';
import type { ReplicaSet } from '../types.ts';
import { containerColumns, selectorColumn } from './workload-columns.ts';
import {
  isUsable,
  podNameWarnings,
  validateAtMost,
  validateLastingTemplate,
  validateRequiredSelector,
  validateSameSelector,
} from './workload-validation.ts';

export const replicaSets = defineKind<ReplicaSet>({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  metadataChecks: 'MU',
  generation: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['spec', 'selector'] },
  default(o) {
    const template = o.spec.template && defaultPodTemplateSpec(o.spec.template);
    return template === o.spec.template && o.spec.replicas !== undefined
      ? o
      : { ...o, spec: { ...o.spec, replicas: o.spec.replicas ?? 1, ...(template ? { template } : {}) } };
  },
  prepareCreate: (o) => ({ ...o, status: { replicas: 0 } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next, previous) => [
    ...twice(validateSpec(next.spec)),
    ...validateSameSelector(next.spec.selector, previous.spec.selector),
  ],
  validateStatusUpdate: ({ status }) => [
    ...validateNonnegatives(status, 'status', [
      'replicas',
      'fullyLabeledReplicas',
      'readyReplicas',
      'availableReplicas',
      'observedGeneration',
      'terminatingReplicas',
    ]),
    ...validateAtMost(status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'], 'replicas', 'status.replicas'),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas'),
  ],
  warnings: (next, previous) => [
    ...(previous ? [] : podNameWarnings(next.metadata.name)),
    ...changedTemplateWarnings(next, previous, next.spec.template, 'spec.template'),
  ],
  columns: [
    NAME,
    column('Desired', 'ReplicaSetSpec.replicas', (o) => o.spec.replicas ?? 0, { type: 'integer' }),
    column('Current', 'ReplicaSetStatus.replicas', (o) => o.status.replicas, { type: 'integer' }),
    column('Ready', 'ReplicaSetStatus.readyReplicas', (o) => o.status.readyReplicas ?? 0, { type: 'integer' }),
    AGE,
    ...containerColumns<ReplicaSet>((o) => o.spec.template),
    selectorColumn<ReplicaSet>('ReplicaSetSpec.selector', (o) => o.spec.selector),
  ],
});

function validateSpec(s: ReplicaSetSpec): readonly FieldError[] {
  return [
    ...validateNonnegatives(s, 'spec', ['replicas', 'minReadySeconds']),
    ...validateRequiredSelector(s.selector, 'spec.selector', 'empty selector is invalid for deployment'),
    ...(isUsable(s.selector)
      ? validateLastingTemplate(s.template ?? {}, s.selector, 'spec.template', 'ReplicaSet')
      : [invalid('spec.selector', shownSelector(s.selector), 'invalid label selector')]),
  ];
}
