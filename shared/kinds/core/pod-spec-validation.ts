/** What the spec of a pod may say, in a template or a pod. Source: core/validation ValidatePodSpec. */
import { validateLegacyIP } from '../../api/addresses.ts';
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidEach,
  notFoundField,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import {
  byteLength,
  isDNS1123Label,
  isDNS1123Subdomain,
  isDNS1123SubdomainWithUnderscore,
  isInRange,
  isQualifiedName,
} from '../../api/names.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { validateAffinity, validateTopologySpread } from './affinity-validation.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './container-validation.ts';
import { validateContainerResources, validatePodResources } from './resource-requirements-validation.ts';
import { validateHostUsers, validatePodSecurityContext } from './security-context-validation.ts';
import { validateTolerations } from './toleration-validation.ts';
import { validateVolumes } from './volume-validation.ts';
import { containersOf, validateHostProcess, validateOS } from './windows-validation.ts';

/** The pod whose spec it is; a template has none. */
export interface OfPod {
  readonly name: string;
}

const GREATEST = 2 ** 31 - 1;
const NOTHING: ReadonlySet<string> = new Set();

/** The spec last checked with a list of containers and found without fault: pods of one template are equal in most parts. */
const fine = new WeakMap<readonly g.Container[], PodSpec>();

/** All that is wrong with the spec at `path`, in Kubernetes' order. */
export function validatePodSpec(s: PodSpec, path: string, pod?: OfPod): readonly FieldError[] {
  const same = pod && !s.volumes?.some((v) => v.ephemeral) && Object.isFrozen(s.containers);
  if (same) {
    const known = fine.get(s.containers);
    if (known && (known === s || equal(known, s))) return [];
  }
  const errors = validateAll(s, path, pod);
  if (same && errors.length === 0) fine.set(s.containers, s);
  return errors;
}

function validateAll(s: PodSpec, path: string, pod: OfPod | undefined): readonly FieldError[] {
  const { errors, fine: volumes } = validateVolumes(s.volumes ?? [], `${path}.volumes`, pod?.name);
  const claims = new Set((s.resourceClaims ?? []).map((c) => c.name).filter((n) => n));
  const place = { spec: s, volumes, claims };
  const named = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName', check: (name: string) => readonly string[]) =>
    s[field] ? invalidEach(`${path}.${field}`, s[field], check(s[field])) : [];
  return [
    ...(s.terminationGracePeriodSeconds === undefined ? [required(`${path}.terminationGracePeriodSeconds`)] : []),
    ...errors,
    ...validateResourceClaims(s.resourceClaims ?? [], `${path}.resourceClaims`),
    ...validateContainers(place, `${path}.containers`),
    ...validateInitContainers(place, `${path}.initContainers`),
    ...validateEphemeralContainers(place, `${path}.ephemeralContainers`),
    ...validatePodResources(s, claims, path),
    ...validateHostNetwork(s, path, pod !== undefined),
    ...oneOf(s.restartPolicy, RESTART_POLICIES, `${path}.restartPolicy`),
    ...oneOf(s.dnsPolicy, DNS_POLICIES, `${path}.dnsPolicy`),
    ...validateLabels(s.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(s, path),
    ...validateAffinity(s.affinity, `${path}.affinity`),
    ...validateDNSConfig(s.dnsConfig, s.dnsPolicy, `${path}.dnsConfig`),
    ...(s.readinessGates ?? []).flatMap((r, i) =>
      invalidEach(`${path}.readinessGates[${i}].conditionType`, r.conditionType, isQualifiedName(r.conditionType)),
    ),
    ...validateSchedulingGates(s.schedulingGates ?? [], `${path}.schedulingGates`),
    ...validateTopologySpread(s.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...validateHostProcess(s, path),
    ...validateHostUsers(s, path),
    ...validateHostnameOverride(s, `${path}.hostnameOverride`),
    ...named('serviceAccountName', isDNS1123Subdomain),
    ...named('nodeName', isDNS1123Subdomain),
    ...(s.activeDeadlineSeconds === undefined
      ? []
      : invalidEach(`${path}.activeDeadlineSeconds`, s.activeDeadlineSeconds, isInRange(s.activeDeadlineSeconds, 1, GREATEST))),
    ...(['hostname', 'subdomain'] as const).flatMap((f) => (s[f] ? invalidEach(`${path}.${f}`, s[f], isDNS1123Label(s[f])) : [])),
    ...validateTolerations(s.tolerations ?? [], `${path}.tolerations`),
    ...validateHostAliases(s.hostAliases ?? [], `${path}.hostAliases`),
    ...named('priorityClassName', isDNS1123Subdomain),
    ...(s.runtimeClassName === undefined
      ? []
      : invalidEach(`${path}.runtimeClassName`, s.runtimeClassName, isDNS1123Subdomain(s.runtimeClassName))),
    ...(s.preemptionPolicy === undefined ? [] : oneOf(s.preemptionPolicy, PREEMPTION_POLICIES, `${path}.preemptionPolicy`)),
    ...(s.overhead ? validateContainerResources({ limits: s.overhead }, NOTHING, `${path}.overhead`) : []),
    ...validateOS(s, path),
    ...validateFileKeys(s, path),
  ];
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function oneOf(value: string | undefined, values: readonly string[], path: string): readonly FieldError[] {
  return !value ? [required(path)] : values.includes(value) ? [] : [notSupported(path, value, values)];
}

function validateResourceClaims(claims: readonly g.PodResourceClaim[], path: string): readonly FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const inside = {
      Name: c.name,
      ResourceClaimName: c.resourceClaimName ?? null,
      ResourceClaimTemplateName: c.resourceClaimTemplateName ?? null,
    };
    const errors: FieldError[] = !c.name
      ? [required(`${at}.name`)]
      : names.has(c.name)
        ? [duplicate(`${at}.name`, c.name)]
        : [...invalidEach(`${at}.name`, c.name, isDNS1123Label(c.name))];
    names.add(c.name);
    if (c.resourceClaimName !== undefined && c.resourceClaimTemplateName !== undefined)
      errors.push(invalid(at, inside, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'));
    if (c.resourceClaimName === undefined && c.resourceClaimTemplateName === undefined)
      errors.push(invalid(at, inside, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'));
    for (const f of ['resourceClaimName', 'resourceClaimTemplateName'] as const)
      if (c[f] !== undefined) errors.push(...invalidEach(`${at}.${f}`, c[f], isDNS1123Subdomain(c[f])));
    return errors;
  });
}

/** In its node's network a container's port is the node's; in a template it may still be left open. */
function validateHostNetwork(s: PodSpec, path: string, isPod: boolean): readonly FieldError[] {
  if (!s.hostNetwork) return [];
  return (s.containers ?? []).flatMap((c, i) =>
    (c.ports ?? []).flatMap(({ hostPort = 0, containerPort }, j) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [invalid(`${path}.containers[${i}].ports[${j}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
        : [],
    ),
  );
}

const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;
const MOST_SEARCH_BYTES = 2048;

function validateDNSConfig(c: g.PodDNSConfig | undefined, policy: string | undefined, path: string): readonly FieldError[] {
  if (policy === 'None') {
    if (!c) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (!c.nameservers?.length)
      return [required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  const { nameservers = [], searches = [], options = [] } = c ?? {};
  return [
    ...(nameservers.length > MOST_NAMESERVERS
      ? [invalid(`${path}.nameservers`, nameservers, `must not have more than ${MOST_NAMESERVERS} nameservers`)]
      : []),
    ...nameservers.flatMap((n, i) => validateLegacyIP(n, `${path}.nameservers[${i}]`)),
    ...(searches.length > MOST_SEARCHES
      ? [invalid(`${path}.searches`, searches, `must not have more than ${MOST_SEARCHES} search paths`)]
      : []),
    ...(byteLength(searches.join(' ')) > MOST_SEARCH_BYTES
      ? [
          invalid(
            `${path}.searches`,
            searches,
            `must not have more than ${MOST_SEARCH_BYTES} characters (including spaces) in the search list`,
          ),
        ]
      : []),
    ...searches.flatMap((search, i) => {
      const name = search.endsWith('.') ? search.slice(0, -1) : search;
      return search === '.' ? [] : invalidEach(`${path}.searches[${i}]`, name, isDNS1123SubdomainWithUnderscore(name));
    }),
    ...options.flatMap((o, i) => (o.name ? [] : [required(`${path}.options[${i}]`, 'must not be empty')])),
  ];
}

function validateSchedulingGates(gates: readonly g.PodSchedulingGate[], path: string): readonly FieldError[] {
  return gates.flatMap(({ name }, i) => [
    ...invalidEach(`${path}[${i}]`, name, isQualifiedName(name)),
    ...(gates.findIndex((h) => h.name === name) < i ? [duplicate(`${path}[${i}]`, name)] : []),
  ]);
}

const HOSTNAME_BYTES = 64;

function validateHostnameOverride(
  { hostnameOverride: name, setHostnameAsFQDN, hostNetwork }: PodSpec,
  path: string,
): readonly FieldError[] {
  if (name === undefined) return [];
  return [
    ...(setHostnameAsFQDN ? [forbiddenField(path, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(hostNetwork ? [forbiddenField(path, 'may not be specified when hostNetwork is true')] : []),
    ...(byteLength(name) > HOSTNAME_BYTES ? [tooLong(path, HOSTNAME_BYTES)] : []),
    ...invalidEach(path, name, isDNS1123Subdomain(name)),
  ];
}

function validateHostAliases(aliases: readonly g.HostAlias[], path: string): readonly FieldError[] {
  return aliases.flatMap((a, i) => [
    ...validateLegacyIP(a.ip ?? '', `${path}[${i}].ip`),
    ...(a.hostnames ?? []).flatMap((h, j) => invalidEach(`${path}[${i}].hostnames[${j}]`, h, isDNS1123Subdomain(h))),
  ]);
}

/** Variables come from files of volumes that containers share, not from the outside. */
function validateFileKeys(s: PodSpec, path: string): readonly FieldError[] {
  return containersOf(s, path).flatMap(([c, at]) =>
    (c.env ?? []).flatMap((e, j) => {
      const name = e.valueFrom?.fileKeyRef?.volumeName;
      const field = `${at}.env[${j}].valueFrom.fileKeyRef.volumeName`;
      if (name === undefined) return [];
      const volume = s.volumes?.findLast((v) => v.name === name);
      return !volume
        ? [notFoundField(field, name)]
        : volume.emptyDir
          ? []
          : [invalid(field, name, 'referenced volume must be of type emptyDir')];
    }),
  );
}
