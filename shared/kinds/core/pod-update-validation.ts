/**
 * What may be changed of a pod: little of its spec, its ephemeral containers through their own subresource, what its
 * containers ask for through another. Source: core/validation ValidatePodUpdate, ValidatePodEphemeralContainersUpdate, ValidatePodResize.
 */
import { forbiddenField, invalid, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isInRange } from '../../api/names.ts';
import { shownLabels } from '../../api/selector-validation.ts';
import type * as g from '../generated/types.ts';
import { specDiff } from '../struct-diff.ts';
import type { Pod, PodSpec } from '../types.ts';
import { validateImageIsTrimmed } from './container-validation.ts';
import { MIRROR, validatePodAnnotationChange, validatePodAnnotations, validateProfilesMatch } from './pod-annotation-validation.ts';
import { isSidecar, qosClassOf } from './pod-requests.ts';
import { insideEphemeralContainer, insidePodSpec } from './pod-spec-inside.ts';
import { validatePodSpec } from './pod-spec-validation.ts';
import { validateTolerations } from './toleration-validation.ts';
import type { ResourceList } from './resource-names.ts';

/** What holds for every pod, new or changed. */
function validatePod({ metadata, spec }: Pod): readonly FieldError[] {
  const tokens = spec.serviceAccountName
    ? []
    : (spec.volumes ?? []).flatMap((v, i) =>
        (v.projected?.sources ?? []).flatMap((s, j) =>
          s.serviceAccountToken ? [`spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`] : [],
        ),
      );
  return [
    ...validatePodAnnotations(metadata.annotations ?? {}, spec, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', { name: metadata.name }),
    ...(spec.resourceClaims?.length && metadata.annotations?.[MIRROR] !== undefined
      ? [forbiddenField('[]', 'static pods do not support resource claims')]
      : []),
    ...tokens.map((path) => forbiddenField(path, 'must not be specified when serviceAccountName is not set')),
    ...(spec.containers ?? []).flatMap((c, i) => validateImageIsTrimmed(c, `spec.containers[${i}]`)),
    ...(spec.initContainers ?? []).flatMap((c, i) => validateImageIsTrimmed(c, `spec.initContainers[${i}]`)),
  ];
}

export function validatePodCreate(o: Pod): readonly FieldError[] {
  const { spec, metadata } = o;
  return [
    ...validatePod(o),
    ...(spec.ephemeralContainers?.length ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(spec.nodeName && spec.schedulingGates?.length
      ? [forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
      : []),
    ...(metadata.annotations ? validateProfilesMatch(metadata.annotations, spec, 'spec') : []),
  ];
}

function validateAnnotationChange(next: Pod, previous: Pod): readonly FieldError[] {
  const { annotations = {} } = next.metadata;
  return [
    ...validatePodAnnotationChange(annotations, previous.metadata.annotations ?? {}, 'metadata.annotations'),
    ...validatePodAnnotations(annotations, next.spec, 'metadata.annotations'),
  ];
}

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

export function validatePodUpdate(next: Pod, previous: Pod): readonly FieldError[] {
  const errors: FieldError[] = [...validatePod(next), ...validateAnnotationChange(next, previous)];
  const is = next.spec;
  const was = previous.spec;
  for (const part of ['containers', 'initContainers'] as const) {
    const list = is[part] ?? [];
    if (list.length !== (was[part] ?? []).length)
      return [...errors, forbiddenField(`spec.${part}`, 'pod updates may not add or remove containers')];
    list.forEach((c, i) =>
      errors.push(...(c.image ? [] : [required(`spec.${part}[${i}].image`)]), ...validateImageIsTrimmed(c, `spec.${part}[${i}]`)),
    );
  }
  const deadline = is.activeDeadlineSeconds;
  const before = was.activeDeadlineSeconds;
  const at = 'spec.activeDeadlineSeconds';
  if (deadline !== undefined) {
    const wrong = invalidEach(at, deadline, isInRange(deadline, 0, 2 ** 31 - 1));
    if (wrong.length) return [...errors, ...wrong];
    if (before !== undefined && before < deadline)
      return [...errors, invalid(at, deadline, 'must be less than or equal to previous value')];
  } else if (before !== undefined) errors.push(invalid(at, undefined, 'must not update from a positive integer to nil value'));
  errors.push(...validateAddedTolerations(is.tolerations ?? [], was.tolerations ?? []));
  const gates = new Set((was.schedulingGates ?? []).map((s) => s.name));
  (is.schedulingGates ?? []).forEach(({ name }, i) => {
    if (!gates.has(name))
      errors.push(forbiddenField(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`));
  });
  if (equal(is, was)) return errors;
  let rest: PodSpec = { ...withImages(is, was), ...pick(was, 'activeDeadlineSeconds', 'schedulingGates', 'tolerations') };
  if ((was.terminationGracePeriodSeconds ?? 0) < 0 && is.terminationGracePeriodSeconds === 1)
    rest = { ...rest, ...pick(was, 'terminationGracePeriodSeconds') };
  if (gates.size) {
    if (Object.entries(was.nodeSelector ?? {}).some(([k, v]) => is.nodeSelector?.[k] !== v))
      errors.push(
        invalid(
          'spec.nodeSelector',
          shownLabels(is.nodeSelector),
          'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
        ),
      );
    errors.push(...validateNodeAffinityChange(is.affinity?.nodeAffinity, was.affinity?.nodeAffinity));
    const { nodeAffinity: _node, ...other } = rest.affinity ?? {};
    const affinity = { ...other, ...(was.affinity?.nodeAffinity ? { nodeAffinity: was.affinity.nodeAffinity } : {}) };
    rest = {
      ...rest,
      ...pick(was, 'nodeSelector'),
      ...(was.affinity || Object.keys(affinity).length ? { affinity } : { affinity: undefined as never }),
    };
  }
  if (!equal(rest, was))
    errors.push(
      forbiddenField(
        'spec',
        `pod updates may not change fields other than ${UPDATABLE}\n${specDiff(insidePodSpec(was), insidePodSpec(rest))}`,
      ),
    );
  return errors;
}

/** These fields as another spec has them: absent where it has not. */
function pick<K extends keyof PodSpec>(s: PodSpec, ...fields: readonly K[]): Pick<PodSpec, K> {
  return Object.fromEntries(fields.map((f) => [f, s[f]])) as unknown as Pick<PodSpec, K>;
}

function withImages(is: PodSpec, was: PodSpec): PodSpec {
  const put = (list: readonly g.Container[] | undefined, old: readonly g.Container[] | undefined) =>
    list?.map((c, i) => ({ ...c, image: old?.[i]?.image as string }));
  const containers = put(is.containers, was.containers);
  const init = put(is.initContainers, was.initContainers);
  return { ...is, containers: containers ?? [], ...(init ? { initContainers: init } : {}) };
}

function validateAddedTolerations(is: readonly g.Toleration[], was: readonly g.Toleration[]): readonly FieldError[] {
  const lasting = ({ tolerationSeconds: _seconds, ...t }: g.Toleration) => t;
  if (is === was) return [];
  const gone = was.some((t) => !is.some((u) => equal(lasting(t), lasting(u))));
  return gone
    ? [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
    : validateTolerations(is, 'spec.tolerations');
}

/** While gates hold a pod, its node affinity may become narrower. */
function validateNodeAffinityChange(is: g.NodeAffinity | undefined, was: g.NodeAffinity | undefined): readonly FieldError[] {
  const old = was?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = is?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  if (old.length === 0 || equal(is, was)) return [];
  if (old.length !== terms.length)
    return [invalid(path, terms.map(inside), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  return old.flatMap((t, i) =>
    onlyAdds(terms[i] as g.NodeSelectorTerm, t)
      ? []
      : [invalid(`${path}[${i}]`, inside(terms[i] as g.NodeSelectorTerm), 'only additions are allowed (no mutations or deletions)')],
  );
}

function onlyAdds(is: g.NodeSelectorTerm, was: g.NodeSelectorTerm): boolean {
  const count = (t: g.NodeSelectorTerm) => (t.matchExpressions?.length ?? 0) + (t.matchFields?.length ?? 0);
  if (count(was) === 0 && count(is) > 0) return false;
  return (['matchExpressions', 'matchFields'] as const).every((f) => {
    const old = was[f] ?? [];
    return equal((is[f] ?? []).slice(0, old.length), old);
  });
}

/** A term as the server's own type is printed. */
function inside(t: g.NodeSelectorTerm): unknown {
  const list = (l: readonly g.NodeSelectorRequirement[] | undefined) =>
    l?.map((r) => ({ Key: r.key, Operator: r.operator, Values: r.values ?? null })) ?? null;
  return { MatchExpressions: list(t.matchExpressions), MatchFields: list(t.matchFields) };
}

/** A write to pods/ephemeralcontainers as it is taken: nothing but those containers is changed. */
export function withEphemeralContainers(next: Pod, previous: Pod): Pod {
  const { ephemeralContainers: _old, ...spec } = previous.spec;
  const added = next.spec.ephemeralContainers;
  return { ...previous, spec: added?.length ? { ...spec, ephemeralContainers: added } : spec };
}

export function validateEphemeralContainersUpdate(next: Pod, previous: Pod): readonly FieldError[] {
  if (previous.metadata.annotations?.[MIRROR] !== undefined)
    return [forbiddenField('[]', 'static pods do not support ephemeral containers')];
  const now = new Map((next.spec.ephemeralContainers ?? []).map((c) => [c.name, c]));
  return [
    ...validatePod(next),
    ...validateAnnotationChange(next, previous),
    ...(previous.spec.ephemeralContainers ?? []).flatMap((old) => {
      const c = now.get(old.name);
      if (!c)
        return [
          forbiddenField('spec.ephemeralContainers', `existing ephemeral containers ${JSON.stringify(old.name)} may not be removed\n`),
        ];
      return equal(c, old)
        ? []
        : [
            forbiddenField(
              'spec.ephemeralContainers',
              `existing ephemeral containers ${JSON.stringify(old.name)} may not be changed\n${specDiff(insideEphemeralContainer(old), insideEphemeralContainer(c))}`,
            ),
          ];
    }),
  ];
}

const PARTS = ['containers', 'initContainers'] as const;

/** A write to pods/resize as it is taken: nothing but what containers and the pod ask for is changed. */
export function withResize(next: Pod, previous: Pod): Pod {
  const same = PARTS.every(
    (part) =>
      (next.spec[part] ?? []).length === (previous.spec[part] ?? []).length &&
      (next.spec[part] ?? []).every((c, i) => c.name === previous.spec[part]?.[i]?.name),
  );
  if (!same) return next;
  const put = (c: g.Container, old: g.Container): g.Container => {
    const { resources: _r, resizePolicy: _p, ...rest } = old;
    return { ...rest, ...(c.resources ? { resources: c.resources } : {}), ...(c.resizePolicy ? { resizePolicy: c.resizePolicy } : {}) };
  };
  const { resources: _own, ...spec } = previous.spec;
  const inits = spec.initContainers;
  return {
    ...previous,
    spec: {
      ...spec,
      ...(next.spec.resources ? { resources: next.spec.resources } : {}),
      containers: spec.containers.map((c, i) => put(next.spec.containers[i] as g.Container, c)),
      ...(inits ? { initContainers: inits.map((c, i) => put(next.spec.initContainers?.[i] as g.Container, c)) } : {}),
    },
  };
}

export function validateResize(next: Pod, previous: Pod): readonly FieldError[] {
  const was = previous.spec;
  const is = next.spec;
  const only = 'only cpu and memory resources are mutable';
  if (previous.metadata.annotations?.[MIRROR] !== undefined) return [forbiddenField('[]', 'static pods cannot be resized')];
  if (was.os?.name === 'windows') return [forbiddenField('[]', 'windows pods cannot be resized')];
  const errors: FieldError[] = [...validatePod(next)];
  const qos = previous.status.qosClass || qosClassOf(was);
  if (qos !== qosClassOf(is))
    errors.push(invalid('spec', next.status.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
  const running = previous.status.containerStatuses?.find((c) => c.state?.running);
  if (running && !running.resources) errors.push(forbiddenField('spec', 'Pod running on node without support for resize'));
  errors.push(...validateOwnResize(is.resources, was.resources));
  const moved = PARTS.flatMap((part) => {
    const path = `spec.${part}`;
    const list = is[part] ?? [];
    const old = was[part] ?? [];
    if (list.length !== old.length) return [forbiddenField(path, `${part} may not be added or removed on resize`)];
    return old.flatMap((c, i) =>
      list[i]?.name === c.name ? [] : [forbiddenField(`${path}[${i}].name`, `${part} may not be renamed or reordered on resize`)],
    );
  });
  if (moved.length) return [...errors, ...moved];
  for (const part of ['initContainers', 'containers'] as const)
    (was[part] ?? []).forEach((c, i) =>
      errors.push(...validateNothingRemoved(is[part]?.[i]?.resources, c.resources, `spec.${part}[${i}].resources`, 'resource')),
    );
  (was.containers ?? []).forEach((c, i) => {
    if (!equal(sized(is.containers[i] as g.Container, c), sized(c, c))) errors.push(forbiddenField('spec', only));
  });
  (was.initContainers ?? []).forEach((c, i) => {
    const now = is.initContainers?.[i] as g.Container;
    const path = `spec.initContainers[${i}]`;
    if (!equal(sized(now, c), sized(c, c)))
      errors.push(forbiddenField(path, 'only cpu and memory resources for init or sidecar containers are mutable'));
    if (!isSidecar(c) && !equal(now, c))
      for (const p of now.resizePolicy ?? [])
        if (p.restartPolicy === 'RestartContainer')
          errors.push(forbiddenField(path, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'));
  });
  return errors;
}

function validateOwnResize(is: g.ResourceRequirements | undefined, was: g.ResourceRequirements | undefined): readonly FieldError[] {
  if (!is && !was) return [];
  if (!is) return [forbiddenField('spec.resources', 'pod-level resources cannot be removed')];
  const other = (list: ResourceList = {}) => Object.fromEntries(Object.entries(list).filter(([k]) => k !== 'cpu' && k !== 'memory'));
  const same = equal([other(is.requests), other(is.limits)], [other(was?.requests), other(was?.limits)]);
  return [
    ...(was ? validateNothingRemoved(is, was, 'spec.resources', 'pod-level resource') : []),
    ...(same ? [] : [forbiddenField('spec', 'only cpu and memory resources are mutable at pod-level')]),
  ];
}

function validateNothingRemoved(
  is: g.ResourceRequirements | undefined,
  was: g.ResourceRequirements | undefined,
  path: string,
  called: string,
): readonly FieldError[] {
  return (['requests', 'limits'] as const).flatMap((list) =>
    Object.keys(was?.[list] ?? {}).some((k) => is?.[list]?.[k] === undefined)
      ? [forbiddenField(`${path}.${list}`, `${called} ${list} cannot be removed`)]
      : [],
  );
}

/** A container with the cpu and memory that another has: what is left is what a resize may not change. */
function sized({ resources, ...c }: g.Container, old: g.Container): unknown {
  const list = (part: 'requests' | 'limits') => {
    const { cpu: _cpu, memory: _memory, ...rest } = (resources?.[part] ?? {}) as Record<string, string>;
    const { cpu, memory } = (old.resources?.[part] ?? {}) as Record<string, string>;
    return { ...rest, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  };
  return { ...c, resources: { requests: list('requests'), limits: list('limits') } };
}
