/** Parts of a spec in the words a person would use. */
import type { EnvVar, LabelSelector, Probe, Taint, Toleration } from '#shared/kinds/types.ts';
import type {
  DeploymentStrategy,
  EnvFromSource,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  ServicePort,
  TopologySpreadConstraint,
  Volume,
} from '#shared/kinds/generated/types.ts';

/** 'cpu 250m   memory 256Mi'. */
export function resourcesText(list: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(list ?? {})
    .map(([name, amount]) => `${name} ${amount}`)
    .join('   ');
}

/** 'GET :8080/healthz · every 5 s'. */
export function probeText(p: Probe | undefined): string {
  if (!p) return '';
  const what = p.httpGet
    ? `GET :${p.httpGet.port ?? '?'}${p.httpGet.path ?? '/'}`
    : p.tcpSocket
      ? `TCP :${p.tcpSocket.port}`
      : p.grpc
        ? `gRPC :${p.grpc.port}`
        : p.exec
          ? (p.exec.command ?? []).join(' ')
          : '?';
  const wait = p.initialDelaySeconds ? ` · after ${p.initialDelaySeconds} s` : '';
  const tries = p.failureThreshold !== undefined && p.failureThreshold !== 3 ? ` · ${p.failureThreshold} tries` : '';
  return `${what}${wait} · every ${p.periodSeconds ?? 10} s${tries}`;
}

/** '4 from web-config, 1 secret'. */
export function envText(env: readonly EnvVar[] | undefined): string {
  const values = (env ?? []).filter((e) => !e.valueFrom);
  const sources = new Map<string, number>();
  for (const { valueFrom: v } of env ?? []) {
    if (!v) continue;
    const from = v.configMapKeyRef
      ? `from ${v.configMapKeyRef.name}`
      : v.secretKeyRef
        ? `from secret ${v.secretKeyRef.name}`
        : v.fieldRef
          ? 'of the pod'
          : 'of the container';
    sources.set(from, (sources.get(from) ?? 0) + 1);
  }
  const named =
    values.length > 0 && values.length <= 2 && sources.size === 0
      ? values.map((e) => `${e.name}=${e.value ?? ''}`)
      : values.length > 0
        ? [`${values.length} ${values.length === 1 ? 'value' : 'values'}`]
        : [];
  return [...named, ...[...sources].map(([from, n]) => `${n} ${from}`)].join(', ');
}

/** 'MODE=prod', 'TOKEN from secret web, key token', 'POD_IP from status.podIP'. */
export function envEntryText({ name, value, valueFrom: v }: EnvVar): string {
  if (!v) return `${name ?? '?'}=${value ?? ''}`;
  const { configMapKeyRef: config, secretKeyRef: secret } = v;
  return `${name ?? '?'} from ${config ? `${config.name}, key ${config.key}` : secret ? `secret ${secret.name}, key ${secret.key}` : (v.fieldRef?.fieldPath ?? v.resourceFieldRef?.resource ?? '?')}`;
}

/** 'from app=web in every namespace, 10.0.0.0/8 · 5432'; without peers everybody, without ports all of them. */
export function policyRuleText(rule: {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}): string {
  const peers = rule.from ?? rule.to ?? [];
  const way = rule.to ? 'to' : 'from';
  const who = peers.map((p) =>
    p.ipBlock
      ? `${p.ipBlock.cidr}${p.ipBlock.except?.length ? ` but ${p.ipBlock.except.join(', ')}` : ''}`
      : `${selectorText(p.podSelector) || 'every pod'}${p.namespaceSelector ? ` in ${selectorText(p.namespaceSelector) || 'every namespace'}` : ''}`,
  );
  const ports = (rule.ports ?? []).map(
    (p) => `${p.port ?? 'every port'}${p.endPort ? `-${p.endPort}` : ''}${p.protocol && p.protocol !== 'TCP' ? ` ${p.protocol}` : ''}`,
  );
  return `${who.length > 0 ? `${way} ${who.join(', ')}` : 'everybody'}${ports.length > 0 ? ` · ${ports.join(', ')}` : ''}`;
}

/** 'all of web-config, all of secret web-tls'. */
export function envFromText(list: readonly EnvFromSource[] | undefined): string {
  return (list ?? [])
    .map((e) => `all of ${e.configMapRef?.name ?? `secret ${e.secretRef?.name ?? '?'}`}${e.prefix ? ` as ${e.prefix}*` : ''}`)
    .join(', ');
}

/** 'RollingUpdate · surge 25% · unavailable 0'. */
export function strategyText(s: DeploymentStrategy | undefined): string {
  const r = s?.rollingUpdate;
  return [
    s?.type ?? 'RollingUpdate',
    ...(r?.maxSurge !== undefined ? [`surge ${r.maxSurge}`] : []),
    ...(r?.maxUnavailable !== undefined ? [`unavailable ${r.maxUnavailable}`] : []),
  ].join(' · ');
}

/** 'app=web, tier in (a, b)'. */
export function selectorText(s: LabelSelector | undefined): string {
  const expressions = (s?.matchExpressions ?? []).map(
    (e) => `${e.key} ${e.operator}${e.values?.length ? ` (${e.values.join(', ')})` : ''}`,
  );
  return [...Object.entries(s?.matchLabels ?? {}).map(([k, v]) => `${k}=${v}`), ...expressions].join(', ');
}

/** 'app=web, tier=front'. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([k, v]) => `${k}=${v}`)
    .join(', ');
}

/** '80 → 8080, 443 → https · node 30443'. */
export function servicePortsText(ports: readonly ServicePort[] | undefined): string {
  return (ports ?? [])
    .map(
      (p) =>
        `${p.port ?? '?'}${p.targetPort !== undefined && p.targetPort !== p.port ? ` → ${p.targetPort}` : ''}${p.protocol && p.protocol !== 'TCP' ? ` ${p.protocol}` : ''}${p.nodePort ? ` · node ${p.nodePort}` : ''}`,
    )
    .join(', ');
}

/** '8080 http, 9090'. */
export function containerPortsText(
  ports: readonly { readonly containerPort: number; readonly name?: string; readonly protocol?: string }[] | undefined,
): string {
  return (ports ?? [])
    .map((p) => `${p.containerPort ?? '?'}${p.name ? ` ${p.name}` : ''}${p.protocol && p.protocol !== 'TCP' ? ` ${p.protocol}` : ''}`)
    .join(', ');
}

/** 'dedicated=db:NoSchedule'. */
export function taintsText(taints: readonly Taint[] | undefined): string {
  return (taints ?? []).map((t) => `${t.key ?? '?'}${t.value ? `=${t.value}` : ''}:${t.effect ?? '?'}`).join(', ');
}

/** 'dedicated=db:NoSchedule, everything'. */
export function tolerationsText(list: readonly Toleration[] | undefined): string {
  return (list ?? [])
    .map((t) =>
      t.key === undefined ? 'everything' : `${t.key}${t.operator === 'Exists' ? '' : `=${t.value ?? ''}`}${t.effect ? `:${t.effect}` : ''}`,
    )
    .join(', ');
}

/** 'data → /var/lib/data, conf → /etc/web (read-only)'. */
export function mountsText(
  mounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[] | undefined,
): string {
  return (mounts ?? []).map((m) => `${m.name ?? '?'} → ${m.mountPath ?? '?'}${m.readOnly ? ' (read-only)' : ''}`).join(', ');
}

/** 'data claim web-data, conf config web-config'. */
export function volumesText(volumes: readonly Volume[] | undefined): string {
  return (volumes ?? [])
    .map((v) => {
      const [source, said] = Object.entries(v).find(([k]) => k !== 'name') ?? ['emptyDir', {}];
      const about = said as Record<string, unknown>;
      const named = about['claimName'] ?? about['secretName'] ?? about['name'] ?? about['path'];
      return `${v.name} ${SOURCES[source] ?? source}${typeof named === 'string' ? ` ${named}` : ''}`;
    })
    .join(', ');
}

const SOURCES: Readonly<Record<string, string>> = {
  persistentVolumeClaim: 'claim',
  configMap: 'config',
  secret: 'secret',
  emptyDir: 'scratch',
  hostPath: 'path on the node',
  projected: 'projected',
};

/** 'over zone, skew 1'. */
export function spreadText(list: readonly TopologySpreadConstraint[] | undefined): string {
  return (list ?? [])
    .map(
      (c) =>
        `over ${c.topologyKey?.slice(c.topologyKey.lastIndexOf('/') + 1) ?? '?'}, skew ${c.maxSkew ?? '?'}${c.whenUnsatisfiable === 'ScheduleAnyway' ? ' if possible' : ''}`,
    )
    .join('; ');
}

/** Bytes in the largest unit that keeps it readable: '3.6 GiB'. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const)
    if (bytes >= size) return `${trimmed(bytes / size)} ${unit}`;
  return `${bytes} B`;
}

/** Thousandths of a cpu: '3.92 cpu'. */
export function cpuText(milli: number): string {
  return `${trimmed(milli / 1000)} cpu`;
}

const trimmed = (n: number) => String(Math.round(n * 100) / 100);
