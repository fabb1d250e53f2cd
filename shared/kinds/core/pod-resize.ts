/**
 * Writes to pods/resize: what containers and the pod ask for of CPU and memory changes while they run. Source: KEP-1287,
 * KEP-5419; core/validation ValidatePodResize.
 */
import { forbiddenField, invalid, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import type * as g from '../generated/types.ts';
import type { Pod } from '../types.ts';
import { MIRROR } from './pod-annotation-validation.ts';
import { isSidecar, qosClassOf } from './pod-requests.ts';
import { validatePod } from './pod-validation.ts';
import type { ResourceList } from './resource-names.ts';

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
