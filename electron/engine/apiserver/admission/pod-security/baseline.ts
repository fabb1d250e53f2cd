/** The baseline of the pod security standards: nothing that is known to give a pod power over its node. */
import { quoted } from '#shared/api/errors.ts';
import type { Container, PodSpec } from '#shared/kinds/types.ts';
import type { SELinuxOptions } from '#shared/kinds/generated/types.ts';
import { containersOf, containersThat, hasOwnUsers, list, named, setters, sorted, type Check } from './check.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SAFE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const SAFE_SELINUX = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);
const SAFE_PROFILES = new Set(['RuntimeDefault', 'Localhost']);

/** Seccomp types that are neither the runtime's nor a profile of the node's, with who set them. */
export function badSeccomp(spec: PodSpec): {
  readonly pod: boolean;
  readonly containers: readonly string[];
  readonly values: readonly string[];
} {
  const own = spec.securityContext?.seccompProfile;
  const bad = (type: string | undefined) => type !== undefined && !SAFE_PROFILES.has(type);
  const containers = containersOf(spec).filter((k) => bad(k.securityContext?.seccompProfile?.type));
  return {
    pod: bad(own?.type),
    containers: containers.map((k) => k.name),
    values: [...(bad(own?.type) ? [own?.type ?? ''] : []), ...containers.map((k) => k.securityContext?.seccompProfile?.type ?? '')],
  };
}

const probeHosts = (k: Container): readonly string[] =>
  [k.livenessProbe, k.readinessProbe, k.startupProbe, k.lifecycle?.postStart, k.lifecycle?.preStop].flatMap((h) =>
    [h?.httpGet?.host, h?.tcpSocket?.host].flatMap((host) => (host ? [host] : [])),
  );

const isBadSELinux = (o: SELinuxOptions | undefined): boolean =>
  o !== undefined && (!SAFE_SELINUX.has(o.type ?? '') || !!o.user || !!o.role);

export const baseline: readonly Check[] = [
  {
    id: 'appArmorProfile',
    check(spec, { annotations = {} }) {
      const bad = (type: string | undefined) => type !== undefined && !SAFE_PROFILES.has(type);
      const pod = bad(spec.securityContext?.appArmorProfile?.type);
      const containers = containersThat(spec, (k) => bad(k.securityContext?.appArmorProfile?.type));
      const values = [spec.securityContext, ...containersOf(spec).map((k) => k.securityContext)].flatMap((c) =>
        bad(c?.appArmorProfile?.type) ? [c?.appArmorProfile?.type ?? ''] : [],
      );
      const old = Object.entries(annotations)
        .filter(([k, v]) => k.startsWith(APP_ARMOR) && v !== '' && v !== 'runtime/default' && !v.startsWith('localhost/'))
        .map(([k, v]) => `${k}=${quoted(v)}`)
        .sort();
      const details = [
        ...(values.length ? [`${setters(pod, containers)} must not set AppArmor profile type to ${sorted(values)}`] : []),
        ...(old.length ? [old.join(', ')] : []),
      ];
      return details.length
        ? { reason: `forbidden AppArmor profile${values.length + old.length > 1 ? 's' : ''}`, detail: details.join(' and ') }
        : undefined;
    },
  },
  {
    id: 'capabilities_baseline',
    check(spec) {
      const extra = (k: Container) => (k.securityContext?.capabilities?.add ?? []).filter((c) => !SAFE_CAPABILITIES.has(c));
      const bad = containersThat(spec, (k) => extra(k).length > 0);
      return bad.length
        ? {
            reason: 'non-default capabilities',
            detail: `${named('container', bad)} must not include ${sorted(containersOf(spec).flatMap(extra))} in securityContext.capabilities.add`,
          }
        : undefined;
    },
  },
  {
    id: 'hostNamespaces',
    check(spec) {
      const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((f) => spec[f]);
      return shared.length ? { reason: 'host namespaces', detail: shared.map((f) => `${f}=true`).join(', ') } : undefined;
    },
  },
  {
    id: 'hostPathVolumes',
    check(spec) {
      const bad = (spec.volumes ?? []).filter((v) => v.hostPath).map((v) => v.name);
      return bad.length ? { reason: 'hostPath volumes', detail: named('volume', bad) } : undefined;
    },
  },
  {
    id: 'hostPorts',
    check(spec) {
      const ports = (k: Container) => (k.ports ?? []).flatMap((p) => (p.hostPort ? [String(p.hostPort)] : []));
      const bad = containersThat(spec, (k) => ports(k).length > 0);
      const all = [...new Set(containersOf(spec).flatMap(ports))].sort();
      return bad.length
        ? {
            reason: 'hostPort',
            detail: `${named('container', bad)} ${bad.length > 1 ? 'use' : 'uses'} hostPort${all.length > 1 ? 's' : ''} ${all.join(', ')}`,
          }
        : undefined;
    },
  },
  {
    id: 'hostProbesAndHostLifecycle',
    since: 34,
    check(spec) {
      const bad = containersThat(spec, (k) => probeHosts(k).length > 0);
      const hosts = new Set(containersOf(spec).flatMap(probeHosts));
      return bad.length
        ? {
            reason: 'probe or lifecycle host',
            detail: `container${bad.length > 1 ? 's' : ''} ${sorted(bad)} ${bad.length > 1 ? 'use' : 'uses'} probe or lifecycle host${hosts.size > 1 ? 's' : ''} ${sorted(hosts)}`,
          }
        : undefined;
    },
  },
  {
    id: 'privileged',
    check(spec) {
      const bad = containersThat(spec, (k) => k.securityContext?.privileged === true);
      return bad.length
        ? { reason: 'privileged', detail: `${named('container', bad)} must not set securityContext.privileged=true` }
        : undefined;
    },
  },
  {
    id: 'procMount',
    check(spec) {
      const own = (k: Container) => k.securityContext?.procMount;
      const bad = hasOwnUsers(spec) ? [] : containersThat(spec, (k) => own(k) !== undefined && own(k) !== 'Default');
      return bad.length
        ? {
            reason: 'procMount',
            detail: `${named('container', bad)} must not set securityContext.procMount to ${sorted(containersOf(spec).flatMap((k) => (own(k) && own(k) !== 'Default' ? [own(k) ?? ''] : [])))}`,
          }
        : undefined;
    },
  },
  {
    id: 'seLinuxOptions',
    check(spec) {
      const all = [spec.securityContext, ...containersOf(spec).map((k) => k.securityContext)].flatMap((c) => c?.seLinuxOptions ?? []);
      const bad = all.filter(isBadSELinux);
      if (!bad.length) return undefined;
      const types = [...new Set(bad.flatMap((o) => (SAFE_SELINUX.has(o.type ?? '') ? [] : [o.type ?? ''])))].sort();
      const data = [
        ...(types.length ? [`type${types.length > 1 ? 's' : ''} ${list(types)}`] : []),
        ...(bad.some((o) => o.user) ? ['user may not be set'] : []),
        ...(bad.some((o) => o.role) ? ['role may not be set'] : []),
      ];
      return {
        reason: 'seLinuxOptions',
        detail: `${setters(
          isBadSELinux(spec.securityContext?.seLinuxOptions),
          containersThat(spec, (k) => isBadSELinux(k.securityContext?.seLinuxOptions)),
        )} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
      };
    },
  },
  {
    id: 'seccompProfile_baseline',
    check(spec) {
      const { pod, containers, values } = badSeccomp(spec);
      return values.length
        ? {
            reason: 'seccompProfile',
            detail: `${setters(pod, containers)} must not set securityContext.seccompProfile.type to ${sorted(values)}`,
          }
        : undefined;
    },
  },
  {
    id: 'sysctls',
    check(spec) {
      const bad = (spec.securityContext?.sysctls ?? []).map((s) => s.name).filter((n) => !SAFE_SYSCTLS.has(n));
      return bad.length ? { reason: 'forbidden sysctls', detail: bad.join(', ') } : undefined;
    },
  },
  {
    id: 'windowsHostProcess',
    check(spec) {
      const pod = spec.securityContext?.windowsOptions?.hostProcess === true;
      const bad = containersThat(spec, (k) => k.securityContext?.windowsOptions?.hostProcess === true);
      return pod || bad.length
        ? { reason: 'hostProcess', detail: `${setters(pod, bad)} must not set securityContext.windowsOptions.hostProcess=true` }
        : undefined;
    },
  },
];
