/** StatefulSet. Source: apps/v1 defaults, apps/validation ValidateStatefulSet, registry/apps/statefulset. */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal, memoByIdentity } from '../../api/json.ts';
import { isDNS1123Label, maskTrailingDash } from '../../api/names.ts';
import { shownSelector, validateLabels } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { validateAnnotations } from '../core/annotations.ts';
import { validateClaimSpec, withClaimDefaults } from '../core/persistent-volume-claim.ts';
import { validatePodAnnotations } from '../core/pod-annotation-validation.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec, validatePodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind } from '../definition.ts';
import type {
  PersistentVolumeClaim,
  PodTemplateSpec,
  RollingUpdateStatefulSetStrategy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../generated/types.ts';
import { validateNonnegative, validateNonnegatives } from '../nonnegative.ts';
import type { StatefulSet } from '../types.ts';
import { amount, notMoreThan100Percent, validateIntOrPercent } from './rolling-amounts.ts';
import { containerColumns } from './workload-columns.ts';
import {
  isEverything,
  isUsable,
  validateAtMost,
  validateCollisions,
  validateLasting,
  validateRequiredSelector,
  validateTemplateLabels,
} from './workload-validation.ts';

export const statefulSets = defineKind<StatefulSet>({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [
    { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  scale: { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'], selector: ['spec', 'selector'] },
  validateName: (name, generated) => isDNS1123Label(generated ? maskTrailingDash(name) : name),
  default(o) {
    const spec = withDefaults(o.spec);
    return spec === o.spec ? o : { ...o, spec };
  },
  prepareCreate: (o) => ({ ...oneByOne(o), status: { replicas: 0, availableReplicas: 0 } }),
  prepareUpdate: (next, previous) => ({
    ...(previous.spec.updateStrategy?.rollingUpdate?.maxUnavailable === undefined ? oneByOne(next) : next),
    status: previous.status,
  }),
  validate: (o) => validateSpec(o.spec),
  validateUpdate(next, previous) {
    const { replicas, template, updateStrategy, minReadySeconds, ordinals, revisionHistoryLimit, persistentVolumeClaimRetentionPolicy } =
      previous.spec;
    const fixed = {
      ...next.spec,
      replicas,
      template,
      updateStrategy,
      minReadySeconds,
      ordinals,
      revisionHistoryLimit,
      persistentVolumeClaimRetentionPolicy,
    };
    return [
      ...validateSpec(next.spec, previous.spec),
      ...(equal(fixed, previous.spec)
        ? []
        : [
            forbiddenField(
              'spec',
              "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
            ),
          ]),
    ];
  },
  validateStatusUpdate: ({ status }, previous) => [
    ...validateNonnegatives(status, 'status', [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
      'observedGeneration',
      'collisionCount',
    ]),
    ...validateAtMost(status, ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'], 'replicas', 'status.replicas'),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'status.readyReplicas'),
    ...validateCollisions(status, previous.status),
  ],
  warnings: (next, previous) => [
    ...changedTemplateWarnings(next, previous, next.spec.template, 'spec.template'),
    ...((next.spec.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ],
  columns: [
    NAME,
    column('Ready', '', (o) => `${o.status.readyReplicas ?? 0}/${o.spec.replicas ?? 0}`, {
      description: 'Number of the pod with ready state',
    }),
    AGE,
    ...containerColumns<StatefulSet>((o) => o.spec.template),
  ],
});

/** Several pods at a time are a feature that 1.36 has switched off: the field is dropped. Source: dropStatefulSetDisabledFields. */
function oneByOne(o: StatefulSet): StatefulSet {
  const { updateStrategy } = o.spec;
  const { maxUnavailable, ...rollingUpdate } = updateStrategy?.rollingUpdate ?? {};
  return maxUnavailable === undefined ? o : { ...o, spec: { ...o.spec, updateStrategy: { ...updateStrategy, rollingUpdate } } };
}

function withDefaults(s: StatefulSetSpec): StatefulSetSpec {
  const template = defaultPodTemplateSpec(s.template);
  const updateStrategy = withStrategy(s.updateStrategy ?? {});
  const volumeClaimTemplates = withClaims(s.volumeClaimTemplates);
  const { whenDeleted, whenScaled } = s.persistentVolumeClaimRetentionPolicy ?? {};
  const retention =
    whenDeleted && whenScaled
      ? s.persistentVolumeClaimRetentionPolicy
      : { whenDeleted: whenDeleted || 'Retain', whenScaled: whenScaled || 'Retain' };
  if (
    template === s.template &&
    updateStrategy === s.updateStrategy &&
    volumeClaimTemplates === s.volumeClaimTemplates &&
    retention === s.persistentVolumeClaimRetentionPolicy &&
    s.podManagementPolicy &&
    s.replicas !== undefined &&
    s.revisionHistoryLimit !== undefined
  )
    return s;
  return {
    ...s,
    podManagementPolicy: s.podManagementPolicy || 'OrderedReady',
    updateStrategy,
    persistentVolumeClaimRetentionPolicy: retention,
    replicas: s.replicas ?? 1,
    revisionHistoryLimit: s.revisionHistoryLimit ?? 10,
    template,
    ...(volumeClaimTemplates ? { volumeClaimTemplates } : {}),
  };
}

function withStrategy(s: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  if (s.type && (s.type !== 'RollingUpdate' || !s.rollingUpdate || s.rollingUpdate.partition !== undefined)) return s;
  return { ...s, type: 'RollingUpdate', rollingUpdate: { ...s.rollingUpdate, partition: s.rollingUpdate?.partition ?? 0 } };
}

/** Claim templates are whole objects, as claims that have just been made are. */
function withClaims(list: readonly PersistentVolumeClaim[] | undefined): readonly PersistentVolumeClaim[] | undefined {
  const complete = list?.map((c): PersistentVolumeClaim => {
    const spec = withClaimDefaults(c.spec ?? {});
    return spec === c.spec && c.apiVersion && c.kind && c.status?.phase
      ? c
      : {
          ...c,
          apiVersion: c.apiVersion || 'v1',
          kind: c.kind || 'PersistentVolumeClaim',
          spec,
          status: { ...c.status, phase: c.status?.phase || 'Pending' },
        };
  });
  return complete?.every((c, i) => c === list?.[i]) ? list : complete;
}

/** Of a change what cannot change is not checked, nor the template where the set was wrong before. */
function validateSpec(s: StatefulSetSpec, old?: StatefulSetSpec): readonly FieldError[] {
  const { podManagementPolicy, selector, serviceName, volumeClaimTemplates = [] } = s;
  return [
    ...(!podManagementPolicy
      ? [required('spec.podManagementPolicy')]
      : podManagementPolicy === 'OrderedReady' || podManagementPolicy === 'Parallel'
        ? []
        : [invalid('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateStrategy(s.updateStrategy ?? {}),
    ...(['whenDeleted', 'whenScaled'] as const).flatMap((when) =>
      validateRetention(s.persistentVolumeClaimRetentionPolicy?.[when], `spec.persistentVolumeClaimRetentionPolicy.${when}`),
    ),
    ...(old ? [] : volumeClaimTemplates.flatMap((c, i) => validateClaimSpec(c.spec ?? {}, `spec.volumeClaimTemplates[${i}].spec`))),
    ...validateNonnegatives(s, 'spec', ['replicas', 'minReadySeconds']),
    ...validateNonnegative(s.ordinals?.start, 'spec.ordinals.start'),
    ...(old || !serviceName ? [] : invalidEach('spec.serviceName', serviceName, isDNS1123Label(serviceName))),
    ...validateRequiredSelector(selector, 'spec.selector', 'empty selector is invalid for statefulset'),
    ...(isUsable(selector) ? validateTemplate(s, old) : [invalid('spec.selector', shownSelector(selector), '')]),
    ...validateLasting(s.template, 'spec.template', 'StatefulSet'),
  ];
}

function validateTemplate(s: StatefulSetSpec, old: StatefulSetSpec | undefined): readonly FieldError[] {
  const { template, selector } = s;
  const { metadata: { labels, annotations } = {}, spec } = template;
  const path = 'spec.template';
  return [
    ...(selector && isEverything(selector) ? [] : validateTemplateLabels(template, selector, path)),
    ...(old && validateSpec(old).length
      ? [
          ...validateLabels(labels, `${path}.labels`),
          ...validateAnnotations(annotations, `${path}.annotations`),
          ...validatePodAnnotations(annotations ?? {}, spec ?? { containers: [] }, `${path}.annotations`),
        ]
      : validatePodTemplateSpec(withClaimVolumes(s), path)),
  ];
}

/** The template as its pods have it: claims are volumes that containers may mount. */
const withClaimVolumes = memoByIdentity(({ template, volumeClaimTemplates }: StatefulSetSpec): PodTemplateSpec => {
  const claims = (volumeClaimTemplates ?? []).map((c) => c.metadata?.name ?? '');
  if (!template.spec || claims.length === 0) return template;
  return {
    ...template,
    spec: {
      ...template.spec,
      volumes: [
        ...(template.spec.volumes ?? []).filter((v) => !claims.includes(v.name)),
        ...claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
      ],
    },
  };
});

function validateRetention(policy: string | undefined, path: string): readonly FieldError[] {
  return policy === undefined || policy === 'Retain' || policy === 'Delete' ? [] : [notSupported(path, policy, ['Retain', 'Delete'])];
}

function validateStrategy(s: StatefulSetUpdateStrategy): readonly FieldError[] {
  const path = 'spec.updateStrategy';
  const inside = (r: RollingUpdateStatefulSetStrategy | undefined) =>
    r ? { Partition: r.partition ?? 0, MaxUnavailable: r.maxUnavailable ?? null } : null;
  switch (s.type) {
    case undefined:
    case '':
      return [required(path)];
    case 'OnDelete':
      return s.rollingUpdate
        ? [invalid(`${path}.rollingUpdate`, inside(s.rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")]
        : [];
    case 'RollingUpdate':
      return s.rollingUpdate ? validateRollingUpdate(s.rollingUpdate, `${path}.rollingUpdate`) : [];
    default:
      return [invalid(path, { Type: s.type, RollingUpdate: inside(s.rollingUpdate) }, "must be 'RollingUpdate' or 'OnDelete'")];
  }
}

function validateRollingUpdate({ partition, maxUnavailable }: RollingUpdateStatefulSetStrategy, path: string): readonly FieldError[] {
  const unavailable = `${path}.maxUnavailable`;
  return [
    ...validateNonnegative(partition, `${path}.partition`),
    ...(maxUnavailable === undefined
      ? []
      : [
          ...validateIntOrPercent(maxUnavailable, unavailable),
          ...(amount(maxUnavailable) === 0 ? [invalid(unavailable, maxUnavailable, 'cannot be 0')] : []),
          ...notMoreThan100Percent(maxUnavailable, unavailable),
        ]),
  ];
}
