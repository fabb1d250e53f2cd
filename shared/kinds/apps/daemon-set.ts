/** DaemonSet. Source: apps/v1 defaults and conversion, apps/validation ValidateDaemonSet, registry/apps/daemonset. */
import { invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { hasInvalidLabelValue, shownSelector, validateLabelSelector } from '../../api/selector-validation.ts';
import { AGE, column, labelText, NAME } from '../columns.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec, validatePodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind } from '../definition.ts';
import type { DaemonSetSpec, DaemonSetStatus, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';
import { twice } from '../twice.ts';
import type { DaemonSet } from '../types.ts';
import { amount, notMoreThan100Percent, shownStrategy, validateIntOrPercent } from './rolling-amounts.ts';
import { containerColumns, selectorColumn } from './workload-columns.ts';
import {
  isEverything,
  isUsable,
  validateCollisions,
  validateLasting,
  validateSameSelector,
  validateTemplateLabels,
} from './workload-validation.ts';

/** How often the template has changed: a field of older versions, kept in an annotation. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

export const daemonSets = defineKind<DaemonSet>({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  metadataChecks: 'MU',
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({
    ...withTemplateGeneration(o, Math.max(1, templateGeneration(o))),
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  }),
  prepareUpdate: (next, previous) => ({
    ...withTemplateGeneration(next, templateGeneration(previous) + (equal(next.spec.template, previous.spec.template) ? 0 : 1)),
    status: previous.status,
  }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate: (next, previous) => [
    ...twice(validateSpec(next.spec, hasInvalidLabelValue(previous.spec.selector))),
    ...validateSameSelector(next.spec.selector, previous.spec.selector),
  ],
  validateStatusUpdate: ({ status }, previous) => [
    ...validateNonnegatives<DaemonSetStatus>(status, 'status', [
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
      'collisionCount',
    ]),
    ...validateCollisions(status, previous.status),
  ],
  warnings: (next, previous) => changedTemplateWarnings(next, previous, next.spec.template, 'spec.template'),
  columns: [
    NAME,
    ...(
      [
        ['Desired', 'desiredNumberScheduled'],
        ['Current', 'currentNumberScheduled'],
        ['Ready', 'numberReady'],
        ['Up-to-date', 'updatedNumberScheduled'],
        ['Available', 'numberAvailable'],
      ] as const
    ).map(([name, field]) => column<DaemonSet>(name, `DaemonSetStatus.${field}`, (o) => o.status[field] ?? 0, { type: 'integer' })),
    column('Node Selector', 'PodSpec.nodeSelector', (o) => labelText(o.spec.template.spec?.nodeSelector)),
    AGE,
    ...containerColumns<DaemonSet>((o) => o.spec.template),
    selectorColumn<DaemonSet>('DaemonSetSpec.selector', (o) => o.spec.selector),
  ],
});

const templateGeneration = (o: DaemonSet): number => Number(o.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0) || 0;

function withTemplateGeneration(o: DaemonSet, n: number): DaemonSet {
  return o.metadata.annotations?.[TEMPLATE_GENERATION] === String(n)
    ? o
    : { ...o, metadata: { ...o.metadata, annotations: { ...o.metadata.annotations, [TEMPLATE_GENERATION]: String(n) } } };
}

function withDefaults(s: DaemonSetSpec): DaemonSetSpec {
  const template = defaultPodTemplateSpec(s.template);
  const updateStrategy = withStrategy(s.updateStrategy ?? {});
  return template === s.template && updateStrategy === s.updateStrategy && s.revisionHistoryLimit !== undefined
    ? s
    : { ...s, template, updateStrategy, revisionHistoryLimit: s.revisionHistoryLimit ?? 10 };
}

function withStrategy(s: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const type = s.type || 'RollingUpdate';
  const { maxSurge, maxUnavailable } = s.rollingUpdate ?? {};
  if (type !== 'RollingUpdate' || (s.type && maxSurge !== undefined && maxUnavailable !== undefined)) return s;
  return { ...s, type, rollingUpdate: { ...s.rollingUpdate, maxSurge: maxSurge ?? 0, maxUnavailable: maxUnavailable ?? 1 } };
}

function validateSpec(s: DaemonSetSpec, allowInvalidLabelValue = false): readonly FieldError[] {
  return [
    ...validateLabelSelector(s.selector, 'spec.selector', { allowInvalidLabelValue }),
    ...(isUsable(s.selector) ? validateTemplateLabels(s.template, s.selector, 'spec.template') : []),
    ...(s.selector && isEverything(s.selector)
      ? [invalid('spec.selector', shownSelector(s.selector), 'empty selector is invalid for daemonset')]
      : []),
    ...validatePodTemplateSpec(s.template, 'spec.template'),
    ...validateLasting(s.template, 'spec.template', 'DaemonSet'),
    ...validateNonnegatives(s, 'spec', ['minReadySeconds']),
    ...validateStrategy(s.updateStrategy ?? {}),
    ...validateNonnegatives(s, 'spec', ['revisionHistoryLimit']),
  ];
}

function validateStrategy(s: DaemonSetUpdateStrategy): readonly FieldError[] {
  const path = 'spec.updateStrategy';
  switch (s.type) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return s.rollingUpdate ? validateRollingUpdate(s.rollingUpdate, `${path}.rollingUpdate`) : [required(`${path}.rollingUpdate`)];
    default:
      return [notSupported(path, shownStrategy(s), ['RollingUpdate', 'OnDelete'])];
  }
}

function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet, path: string): readonly FieldError[] {
  const unavailable = `${path}.maxUnavailable`;
  const surge = `${path}.maxSurge`;
  const hasUnavailable = amount(maxUnavailable) !== 0;
  const hasSurge = amount(maxSurge) !== 0;
  return [
    ...validateIntOrPercent(maxUnavailable, unavailable),
    ...validateIntOrPercent(maxSurge, surge),
    ...notMoreThan100Percent(maxUnavailable, unavailable),
    ...notMoreThan100Percent(maxSurge, surge),
    ...(hasUnavailable && hasSurge ? [invalid(surge, maxSurge, 'may not be set when maxUnavailable is non-zero')] : []),
    ...(!hasUnavailable && !hasSurge ? [required(unavailable, 'cannot be 0 when maxSurge is 0')] : []),
  ];
}
