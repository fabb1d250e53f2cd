/** What a kubelet and others may say of a pod. Source: core/validation ValidatePodStatusUpdate, registry/core/pod (podStatusStrategy). */
import { parseAddress, validateLegacyIP } from '../../api/addresses.ts';
import { duplicate, forbiddenField, invalid, invalidEach, type FieldError } from '../../api/errors.ts';
import { isDNS1123Subdomain, isQualifiedName } from '../../api/names.ts';
import type * as g from '../generated/types.ts';
import type { Pod, PodSpec } from '../types.ts';
import { validatePodAnnotationChange } from './pod-annotation-validation.ts';

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

export function validatePodStatus({ metadata, spec, status: s }: Pod, previous: Pod): readonly FieldError[] {
  const old = previous.status;
  const nominated = s.nominatedNodeName ?? '';
  const at = 'status.nominatedNodeName';
  const errors: FieldError[] = [];
  if (metadata.annotations !== previous.metadata.annotations)
    errors.push(...validatePodAnnotationChange(metadata.annotations ?? {}, previous.metadata.annotations ?? {}, 'metadata.annotations'));
  if (s.conditions !== old.conditions) errors.push(...validateConditions(s.conditions ?? []));
  if (nominated && nominated !== old.nominatedNodeName) {
    errors.push(...invalidEach(at, nominated, isDNS1123Subdomain(nominated)));
    if (previous.spec.nodeName) errors.push(forbiddenField(at, 'may not be set on pods that are already bound to a node'));
  }
  if ((s.observedGeneration ?? 0) < 0)
    errors.push(invalid('status.observedGeneration', s.observedGeneration, 'must be a non-negative integer'));
  if (s.qosClass !== old.qosClass) errors.push(invalid('status.qosClass', s.qosClass ?? '', 'field is immutable'));
  errors.push(
    ...validateTransitions(s.containerStatuses, old.containerStatuses, 'status.containerStatuses', previous.spec, previous.spec.containers),
    ...validateTransitions(
      s.initContainerStatuses,
      old.initContainerStatuses,
      'status.initContainerStatuses',
      previous.spec,
      previous.spec.initContainers ?? [],
    ),
    ...validateTransitions(
      s.ephemeralContainerStatuses,
      old.ephemeralContainerStatuses,
      'status.ephemeralContainerStatuses',
      previous.spec,
      undefined,
    ),
  );
  if (s.resourceClaimStatuses) errors.push(...validateClaimStatuses(s.resourceClaimStatuses, spec));
  if (s.podIPs !== old.podIPs)
    errors.push(
      ...validateAddresses(
        (s.podIPs ?? []).map((a) => a.ip),
        (old.podIPs ?? []).map((a) => a.ip),
        'status.podIPs',
      ),
    );
  if (s.hostIPs?.length && s.hostIPs !== old.hostIPs) {
    const first = s.hostIPs[0]?.ip;
    if (s.hostIP !== first) errors.push(invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`'));
    errors.push(
      ...validateAddresses(
        s.hostIPs.map((a) => a.ip),
        (old.hostIPs ?? []).map((a) => a.ip),
        'status.hostIPs',
      ),
    );
  }
  return errors;
}

function validateConditions(conditions: readonly g.PodCondition[]): readonly FieldError[] {
  return conditions.flatMap((c, i) => [
    ...((c.observedGeneration ?? 0) < 0
      ? [invalid(`status.conditions[${i}].observedGeneration`, c.observedGeneration, 'must be a non-negative integer')]
      : []),
    ...(SYSTEM_CONDITIONS.includes(c.type) ? [] : invalidEach(`status.conditions[${i}].Type`, c.type, isQualifiedName(c.type))),
  ]);
}

/** A container that has ended starts again only where something restarts it; ephemeral ones (no `containers`) never do. */
function validateTransitions(
  next: readonly g.ContainerStatus[] | undefined,
  previous: readonly g.ContainerStatus[] | undefined,
  path: string,
  s: PodSpec,
  containers: readonly g.Container[] | undefined,
): readonly FieldError[] {
  if (next === previous || !previous) return [];
  if (
    containers &&
    [...s.containers, ...(s.initContainers ?? [])].some((c) => c.restartPolicyRules?.some((r) => r.action === 'RestartAllContainers'))
  )
    return [];
  return previous.flatMap((old, i) => {
    const ended = old.state?.terminated;
    const now = next?.find((c) => c.name === old.name);
    if (!ended || !now || now.state?.terminated) return [];
    const c = containers?.find((d) => d.name === old.name);
    return c && restarts(c, s, ended.exitCode)
      ? []
      : [forbiddenField(`${path}[${i}].state`, 'may not be transitioned to non-terminated state')];
  });
}

/** Whether a container starts again after it ended with `exitCode`. Source: pkg/api/v1/pod ContainerShouldRestart. */
function restarts(c: g.Container, s: Pick<PodSpec, 'restartPolicy'>, exitCode: number): boolean {
  const hit =
    c.restartPolicy !== undefined &&
    c.restartPolicyRules?.some(({ exitCodes: codes }) => codes && (codes.values ?? []).includes(exitCode) === (codes.operator === 'In'));
  const policy = c.restartPolicy ?? s.restartPolicy;
  return hit || policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function validateClaimStatuses(statuses: readonly g.PodResourceClaimStatus[], s: PodSpec): readonly FieldError[] {
  return statuses.flatMap(({ name, resourceClaimName: claim }, i) => {
    const at = `status.resourceClaimStatuses[${i}]`;
    return [
      ...(s.resourceClaims?.some((c) => c.name === name)
        ? []
        : [invalid(`${at}.name`, name, 'must match the name of an entry in `spec.resourceClaims`')]),
      ...(statuses.findIndex((t) => t.name === name) < i ? [duplicate(`${at}.name`, name)] : []),
      ...(claim === undefined ? [] : invalidEach(`${at}.resourceClaimName`, claim, isDNS1123Subdomain(claim))),
    ];
  });
}

function validateAddresses(ips: readonly string[], old: readonly string[], path: string): readonly FieldError[] {
  const families = new Set(ips.map((ip) => parseAddress(ip)?.family));
  return [
    ...ips.flatMap((ip, i) => validateLegacyIP(ip, `${path}[${i}]`, old)),
    ...(ips.length > 1 && (families.size !== 2 || ips.length > 2)
      ? [
          invalid(
            path,
            ips.map((IP) => ({ IP })),
            'may specify no more than one IP for each IP family',
          ),
        ]
      : []),
  ];
}

/** A status as it is taken: what only the server sets, and what a writer of an older kind leaves out, stays. */
export function withLastingStatus(next: Pod, previous: Pod): Pod {
  const s = next.status;
  const old = previous.status;
  const qosClass = s.qosClass || old.qosClass;
  const observed = s.observedGeneration || old.observedGeneration;
  const conditions =
    s.conditions === old.conditions || s.conditions?.every((c) => c.observedGeneration)
      ? s.conditions
      : withGenerations(s.conditions ?? [], old.conditions ?? []);
  if (qosClass === s.qosClass && observed === s.observedGeneration && (conditions === s.conditions || !s.conditions)) return next;
  return {
    ...next,
    status: {
      ...s,
      ...(qosClass ? { qosClass } : {}),
      ...(observed ? { observedGeneration: observed } : {}),
      ...(conditions ? { conditions } : {}),
    },
  };
}

/** Conditions that do not say which generation they speak of keep what the one of their type said before. */
function withGenerations(conditions: readonly g.PodCondition[], old: readonly g.PodCondition[]): readonly g.PodCondition[] {
  const nth = new Map<string, number>();
  let all = conditions;
  conditions.forEach((c, i) => {
    const n = nth.get(c.type) ?? 0;
    const observedGeneration = old.filter((o) => o.type === c.type)[n]?.observedGeneration;
    nth.set(c.type, n + 1);
    if (!c.observedGeneration && observedGeneration) all = all.with(i, { ...c, observedGeneration });
  });
  return all;
}
