/** What a client is warned of in a pod or a template, though it is let pass. Source: pkg/api/pod warnings.go, pkg/api/node. */
import { quoted } from '../../api/errors.ts';
import { parseQuantity } from '../../api/quantity.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { DEPRECATED_LABELS, nodeLabelWarnings } from './node-label-warnings.ts';
import { APPARMOR_OF, SECCOMP_OF, SECCOMP_OF_POD } from './pod-annotation-validation.ts';
import { isSidecar } from './pod-requests.ts';
import type { ResourceList } from './resource-names.ts';
import { addressWarnings } from './service-warnings.ts';
import { overlapWarnings } from './volume-overlap-warnings.ts';
import { containersOf } from './windows-validation.ts';

/** `path` is the template's, or '' for a pod. */
export function podWarnings(s: PodSpec, metadata: g.ObjectMeta, path: string): readonly string[] {
  const under = (rest: string) => (path ? `${path}.${rest}` : rest);
  const spec = under('spec');
  const all = containersOf(s, spec);
  return [
    ...labelWarnings(s, spec),
    ...annotationWarnings(metadata.annotations ?? {}, under('metadata.annotations')),
    ...(s.volumes ?? []).flatMap((v, i) => volumeWarnings(v, `${spec}.volumes[${i}]`)),
    ...(s.volumes ?? []).flatMap(overlapWarnings),
    ...again(
      s.hostAliases,
      (a) => a.ip,
      (i, ip) => `${spec}.hostAliases[${i}].ip: duplicate ip ${quoted(ip)}`,
    ),
    ...again(
      s.imagePullSecrets,
      (r) => r.name ?? '',
      (i, name) => `${spec}.imagePullSecrets[${i}].name: duplicate name ${quoted(name)}`,
    ),
    ...(s.imagePullSecrets ?? []).flatMap((r, i) => (r.name ? [] : [`${spec}.imagePullSecrets[${i}].name: invalid empty name ""`])),
    ...fractions(s.overhead, `${spec}.overhead`),
    ...fractions(s.resources?.limits, `${spec}.resources.limits`),
    ...fractions(s.resources?.requests, `${spec}.resources.requests`),
    ...seccompOfPod(s, metadata, under('metadata.annotations')),
    ...all.flatMap(([c, at]) => containerWarnings(c, at, s, metadata.annotations ?? {}, path)),
    ...portNameWarnings(s, spec),
    ...portWarnings(all),
    ...((s.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${spec}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...(['podAffinity', 'podAntiAffinity'] as const).flatMap((f) => affinityWarnings(s.affinity?.[f], `${spec}.affinity.${f}`)),
    ...(s.dnsConfig?.nameservers ?? []).flatMap((ip, i) => addressWarnings(ip, `${spec}.dnsConfig.nameservers[${i}]`)),
    ...(s.hostAliases ?? []).flatMap((a, i) => addressWarnings(a.ip, `${spec}.hostAliases[${i}].ip`)),
  ];
}

function labelWarnings(s: PodSpec, spec: string): readonly string[] {
  const node = s.affinity?.nodeAffinity;
  const at = `${spec}.affinity.nodeAffinity`;
  return [
    ...Object.keys(s.nodeSelector ?? {}).flatMap((k) =>
      DEPRECATED_LABELS[k] ? [`${spec}.nodeSelector[${k}]: ${DEPRECATED_LABELS[k]}`] : [],
    ),
    ...(node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).flatMap((t, i) =>
      nodeLabelWarnings(t, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`),
    ),
    ...(node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((t, i) =>
      nodeLabelWarnings(t.preference, `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}].preference`, true),
    ),
    ...(s.topologySpreadConstraints ?? []).flatMap((c, i) => [
      ...(DEPRECATED_LABELS[c.topologyKey]
        ? [`${spec}.topologySpreadConstraints[${i}].topologyKey: ${c.topologyKey} is ${DEPRECATED_LABELS[c.topologyKey]}`]
        : []),
      ...(c.labelSelector
        ? []
        : [`${spec}.topologySpreadConstraints[${i}].labelSelector: a null labelSelector results in matching no pod`]),
    ]),
  ];
}

const DEPRECATED_ANNOTATIONS = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

function annotationWarnings(annotations: Readonly<Record<string, string>>, path: string): readonly string[] {
  return Object.entries(DEPRECATED_ANNOTATIONS)
    .filter(([k]) => annotations[k] !== undefined)
    .map(([k, why]) => `${path}[${k}]: ${why}`);
}

const OBSOLETE = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  ephemeral: '',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
} as const;

function volumeWarnings(v: g.Volume, path: string): readonly string[] {
  return Object.entries(OBSOLETE).flatMap(([field, why]) => {
    if (!v[field as keyof typeof OBSOLETE]) return [];
    if (field === 'ephemeral') {
      const { requests, limits } = v.ephemeral?.volumeClaimTemplate?.spec.resources ?? {};
      const at = `${path}.ephemeral.volumeClaimTemplate.spec.resources`;
      return [...fraction(requests, 'storage', `${at}.requests`), ...fraction(limits, 'storage', `${at}.limits`)];
    }
    return [`${path}.${field === 'storageos' ? 'storageOS' : field}: ${why}`];
  });
}

/** One warning for each element whose key was there before. */
function again<T>(list: readonly T[] | undefined, key: (x: T) => string, warning: (i: number, key: string) => string): readonly string[] {
  const seen = new Set<string>();
  return (list ?? []).flatMap((x, i) => {
    const k = key(x);
    if (seen.has(k)) return [warning(i, k)];
    seen.add(k);
    return [];
  });
}

function fraction(list: ResourceList | undefined, resource: string, path: string): readonly string[] {
  const amount = list?.[resource];
  return amount === undefined || parseQuantity(amount).nano % 1_000_000_000n === 0n
    ? []
    : [`${path}[${resource}]: fractional byte value ${quoted(amount)} is invalid, must be an integer`];
}

const fractions = (list: ResourceList | undefined, path: string) => [
  ...fraction(list, 'memory', path),
  ...fraction(list, 'ephemeral-storage', path),
];

function seccompOfPod(s: PodSpec, m: g.ObjectMeta, path: string): readonly string[] {
  return !s.securityContext?.seccompProfile && m.annotations?.[SECCOMP_OF_POD] !== undefined
    ? [`${path}[${SECCOMP_OF_POD}]: non-functional in v1.27+; use the "seccompProfile" field instead`]
    : [];
}

function containerWarnings(
  c: g.Container,
  at: string,
  s: PodSpec,
  annotations: Readonly<Record<string, string>>,
  template: string,
): readonly string[] {
  const { limits, requests } = c.resources ?? {};
  const own = c.securityContext;
  const marks = `${template ? `${template}.` : ''}metadata.annotations`;
  const seen = new Set<string>();
  return [
    ...(!own?.seccompProfile && annotations[SECCOMP_OF + c.name] !== undefined
      ? [`${marks}[${SECCOMP_OF}${c.name}]: non-functional in v1.27+; use the "seccompProfile" field instead`]
      : []),
    ...(template && !own?.appArmorProfile && !s.securityContext?.appArmorProfile && annotations[APPARMOR_OF + c.name] !== undefined
      ? [`${marks}[${APPARMOR_OF}${c.name}]: deprecated since v1.30; use the "appArmorProfile" field instead`]
      : []),
    ...fraction(limits, 'memory', `${at}.resources.limits`),
    ...fraction(requests, 'memory', `${at}.resources.requests`),
    ...fraction(limits, 'ephemeral-storage', `${at}.resources.limits`),
    ...fraction(requests, 'ephemeral-storage', `${at}.resources.requests`),
    ...(c.env ?? []).flatMap((e, i) => {
      const known = seen.has(e.name);
      const ref = `$(${e.name})`;
      const value = e.value ?? '';
      seen.add(e.name);
      return known && (e.valueFrom || value === ref || !value.includes(ref))
        ? [`${at}.env[${i}]: hides previous definition of ${quoted(e.name)}, which may be dropped when using apply`]
        : [];
    }),
  ];
}

/** A name finds the first port that has it. Kubernetes does not look beyond an init container that ends. */
function portNameWarnings(s: PodSpec, path: string): readonly string[] {
  const known = new Map<string, string>();
  const inits = s.initContainers ?? [];
  const ends = inits.findIndex((c) => !isSidecar(c));
  const seen = containersOf(
    ends < 0 ? { initContainers: inits, containers: s.containers } : { initContainers: inits.slice(0, ends), containers: [] },
    path,
  );
  return seen.flatMap(([c, at]) =>
    (c.ports ?? []).flatMap((p, i) => {
      if (!p.name) return [];
      const own = `${at}.ports[${i}].name`;
      const other = known.get(p.name);
      if (other === undefined) known.set(p.name, own);
      return other === undefined
        ? []
        : [`${own}: duplicate port name ${quoted(p.name)} with ${other}, services and probes that select ports by name will use ${other}`];
    }),
  );
}

function portWarnings(all: readonly (readonly [c: g.Container, path: string])[]): readonly string[] {
  const warnings: string[] = [];
  const known = new Map<string, { readonly at: string; readonly ip: string; readonly host: number }[]>();
  for (const [c, path] of all)
    (c.ports ?? []).forEach((p, i) => {
      const at = `${path}.ports[${i}]`;
      const ip = p.hostIP ?? '';
      const host = p.hostPort ?? 0;
      const key = `${p.containerPort}/${p.protocol ?? ''}`;
      const others = known.get(key) ?? [];
      if (ip && host === 0)
        warnings.push(
          `${at}: hostIP set without hostPort: {Name:${p.name ?? ''} HostPort:0 ContainerPort:${p.containerPort} Protocol:${p.protocol ?? ''} HostIP:${ip}}`,
        );
      for (const o of others) {
        if (ip === o.ip && host === o.host) warnings.push(`${at}: duplicate port definition with ${o.at}`);
        else if (host === 0 || o.host === 0) warnings.push(`${at}: overlapping port definition with ${o.at}`);
        else if (host === o.host && (ip === '') !== (o.ip === ''))
          warnings.push(`${at}: dangerously ambiguous port definition with ${o.at}`);
      }
      known.set(key, [...others, { at, ip, host }]);
    });
  return warnings;
}

function affinityWarnings(a: g.PodAffinity | undefined, path: string): readonly string[] {
  const none = 'a null labelSelector results in matching no pod';
  return [
    ...(a?.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((t, i) =>
      t.labelSelector ? [] : [`${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}].labelSelector: ${none}`],
    ),
    ...(a?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((t, i) =>
      t.podAffinityTerm.labelSelector
        ? []
        : [`${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm.labelSelector: ${none}`],
    ),
  ];
}
