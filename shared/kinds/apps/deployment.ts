/** Deployment. Source: apps/v1 defaults, apps/validation ValidateDeployment, registry/apps/deployment. */
import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { shownSelector } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind } from '../definition.ts';
import type { DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from '../generated/types.ts';
import { validateNonnegative, validateNonnegatives } from '../nonnegative.ts';
import type { Deployment } from '../types.ts';
import { amount, notMoreThan100Percent, shownStrategy, validateIntOrPercent } from './rolling-amounts.ts';
import { containerColumns, selectorColumn } from './workload-columns.ts';
import {
  isUsable,
  podNameWarnings,
  validateAtMost,
  validateCollisions,
  validateLastingTemplate,
  validateRequiredSelector,
  validateSameSelector,
} from './workload-validation.ts';

export const deployments = defineKind<Deployment>({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  statusKeeps: ['labels'],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['spec', 'selector'] },
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...o, status: {} }),
  prepareUpdate(next, previous) {
    // Annotations count as the spec does: they are how a rollout is told why it was made.
    const counted = !equal(next.metadata.annotations, previous.metadata.annotations);
    return {
      ...next,
      ...(counted ? { metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } } : {}),
      status: previous.status,
    };
  },
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next, previous) => [...validateSpec(next.spec), ...validateSameSelector(next.spec.selector, previous.spec.selector)],
  validateStatusUpdate: ({ status }, previous) => [
    ...validateNonnegatives(status, 'status', [
      'observedGeneration',
      'replicas',
      'updatedReplicas',
      'readyReplicas',
      'availableReplicas',
      'unavailableReplicas',
      'terminatingReplicas',
      'collisionCount',
    ]),
    ...validateAtMost(status, ['updatedReplicas', 'readyReplicas', 'availableReplicas'], 'replicas', 'status.replicas'),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas'),
    ...validateCollisions(status, previous.status),
  ],
  warnings: (next, previous) => [
    ...(previous ? [] : podNameWarnings(next.metadata.name)),
    ...changedTemplateWarnings(next, previous, next.spec.template, 'spec.template'),
  ],
  columns: [
    NAME,
    column('Ready', '', (o) => `${o.status.readyReplicas ?? 0}/${o.spec.replicas ?? 0}`, {
      description: 'Number of the pod with ready state',
    }),
    column('Up-to-date', 'DeploymentStatus.updatedReplicas', (o) => o.status.updatedReplicas ?? 0),
    column('Available', 'DeploymentStatus.availableReplicas', (o) => o.status.availableReplicas ?? 0),
    AGE,
    ...containerColumns<Deployment>((o) => o.spec.template),
    selectorColumn<Deployment>('DeploymentSpec.selector', (o) => o.spec.selector),
  ],
});

function withDefaults(s: DeploymentSpec): DeploymentSpec {
  const template = defaultPodTemplateSpec(s.template);
  const strategy = withStrategy(s.strategy ?? {});
  if (
    template === s.template &&
    strategy === s.strategy &&
    s.replicas !== undefined &&
    s.revisionHistoryLimit !== undefined &&
    s.progressDeadlineSeconds !== undefined
  )
    return s;
  return {
    ...s,
    replicas: s.replicas ?? 1,
    revisionHistoryLimit: s.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: s.progressDeadlineSeconds ?? 600,
    strategy,
    template,
  };
}

function withStrategy(s: DeploymentStrategy): DeploymentStrategy {
  const type = s.type || 'RollingUpdate';
  const { maxSurge, maxUnavailable } = s.rollingUpdate ?? {};
  if (type !== 'RollingUpdate' || (s.type && maxSurge !== undefined && maxUnavailable !== undefined)) return s;
  return { ...s, type, rollingUpdate: { ...s.rollingUpdate, maxSurge: maxSurge ?? '25%', maxUnavailable: maxUnavailable ?? '25%' } };
}

function validateSpec(s: DeploymentSpec): readonly FieldError[] {
  const { progressDeadlineSeconds, minReadySeconds = 0 } = s;
  return [
    ...validateNonnegative(s.replicas, 'spec.replicas'),
    ...validateRequiredSelector(s.selector, 'spec.selector', 'empty selector is invalid for deployment'),
    ...(isUsable(s.selector)
      ? validateLastingTemplate(s.template, s.selector, 'spec.template', 'ReplicaSet')
      : [invalid('spec.selector', shownSelector(s.selector), 'invalid label selector')]),
    ...validateStrategy(s.strategy ?? {}),
    ...validateNonnegatives(s, 'spec', ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
    ...(progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds
      ? [invalid('spec.progressDeadlineSeconds', progressDeadlineSeconds, 'must be greater than minReadySeconds')]
      : []),
  ];
}

function validateStrategy(s: DeploymentStrategy): readonly FieldError[] {
  const path = 'spec.strategy';
  switch (s.type) {
    case 'Recreate':
      return s.rollingUpdate ? [forbiddenField(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : [];
    case 'RollingUpdate':
      return s.rollingUpdate
        ? validateRollingUpdate(s.rollingUpdate, `${path}.rollingUpdate`)
        : [required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil')];
    default:
      return [notSupported(path, shownStrategy(s), ['Recreate', 'RollingUpdate'])];
  }
}

function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, path: string): readonly FieldError[] {
  return [
    ...validateIntOrPercent(maxUnavailable, `${path}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${path}.maxSurge`),
    ...(amount(maxUnavailable) === 0 && amount(maxSurge) === 0
      ? [invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...notMoreThan100Percent(maxUnavailable, `${path}.maxUnavailable`),
  ];
}
