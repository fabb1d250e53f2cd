/** Nodes, namespaces, services, claims, volumes, configuration, accounts, budgets, autoscalers, ingresses. */
import { textOfBase64 } from '#shared/api/base64.ts';
import { formatLabelSelector } from '#shared/api/selector.ts';
import { amountOf, podLimits, podRequests } from '#shared/kinds/core/pod-requests.ts';
import type {
  ConfigMap,
  EndpointSlice,
  HorizontalPodAutoscaler,
  Ingress,
  Lease,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ResourceQuota,
  Role,
  RoleBinding,
  Secret,
  Service,
  ServiceAccount,
} from '#shared/kinds/types.ts';
import { humanDuration, parseTime } from '#shared/api/time.ts';
import { ruleRows } from '../rules.ts';
import { annotations, events, identity, joined, longTime, type Describer, type Text } from './text.ts';

const share = (part: number, of: number) => `${of > 0 ? Math.floor((part / of) * 100) : 0}%`;
const cpuText = (milli: number) => (milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`);
const bytesText = (bytes: number) =>
  bytes === 0
    ? '0'
    : bytes % 2 ** 30 === 0
      ? `${bytes / 2 ** 30}Gi`
      : bytes % 2 ** 20 === 0
        ? `${bytes / 2 ** 20}Mi`
        : bytes % 1024 === 0
          ? `${bytes / 1024}Ki`
          : String(bytes);

export const node: Describer<Node> = async (o, t, s) => {
  const roles = Object.keys(o.metadata.labels ?? {})
    .filter((l) => l.startsWith('node-role.kubernetes.io/'))
    .map((l) => l.slice(24))
    .filter(Boolean);
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Roles', joined(roles, ','));
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  const taints = (o.spec.taints ?? []).map((x) => `${x.key}${x.value ? `=${x.value}` : ''}:${x.effect}`);
  if (taints.length === 0) t.at(0, 'Taints:\t<none>');
  taints.forEach((x, i) => t.at(0, `${i === 0 ? 'Taints:' : ''}\t${x}`));
  t.at(0, `Unschedulable:\t${o.spec.unschedulable ?? false}`);
  const lease = (await s.list<Lease>('coordination.k8s.io/leases', 'kube-node-lease')).find((l) => l.metadata.name === o.metadata.name);
  t.at(0, 'Lease:');
  t.at(1, `HolderIdentity:\t${lease?.spec.holderIdentity ?? '<unset>'}`);
  t.at(1, `AcquireTime:\t${longTime(lease?.spec.acquireTime) || '<unset>'}`);
  t.at(1, `RenewTime:\t${longTime(lease?.spec.renewTime) || '<unset>'}`);
  if (o.status.conditions?.length) {
    t.at(0, 'Conditions:');
    t.at(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    t.at(1, '----\t------\t-----------------\t------------------\t------\t-------');
    for (const c of o.status.conditions)
      t.at(
        1,
        `${c.type} \t${c.status} \t${longTime(c.lastHeartbeatTime)} \t${longTime(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`,
      );
  }
  t.at(0, 'Addresses:');
  for (const a of o.status.addresses ?? []) t.at(1, `${a.type}:\t${a.address}`);
  for (const [name, list] of [
    ['Capacity', o.status.capacity],
    ['Allocatable', o.status.allocatable],
  ] as const)
    if (list && Object.keys(list).length > 0) {
      t.at(0, `${name}:`);
      Object.keys(list)
        .sort()
        .forEach((k) => t.at(1, `${k}:\t${list[k]}`));
    }
  const info = o.status.nodeInfo;
  t.at(0, 'System Info:');
  for (const [name, value] of [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
  ] as const)
    t.at(1, `${name}:\t${value ?? ''}`);
  if (o.spec.podCIDR) t.fact(0, 'PodCIDR', o.spec.podCIDR);
  if (o.spec.podCIDRs?.length) t.fact(0, 'PodCIDRs', o.spec.podCIDRs.join(','));
  if (o.spec.providerID) t.fact(0, 'ProviderID', o.spec.providerID);
  const pods = (await s.list<Pod>('core/pods')).filter(
    (p) => p.spec.nodeName === o.metadata.name && p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed',
  );
  nodePods(o, pods, t, s.nowMs);
  events(t, s);
};

function nodePods(o: Node, pods: readonly Pod[], t: Text, nowMs: number): void {
  const of = (r: string) => amountOf(r, o.status.allocatable?.[r]);
  const total: Record<string, [number, number]> = {};
  t.at(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  t.at(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  t.at(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const p of pods) {
    const req = podRequests(p.spec);
    const lim = podLimits(p.spec);
    const cell = (r: string, n: number) => `${r === 'cpu' ? cpuText(n) : bytesText(n)} (${share(n, of(r))})`;
    for (const r of ['cpu', 'memory', 'ephemeral-storage'])
      total[r] = [(total[r]?.[0] ?? 0) + (req[r] ?? 0), (total[r]?.[1] ?? 0) + (lim[r] ?? 0)];
    t.at(
      1,
      `${p.metadata.namespace}\t${p.metadata.name}\t\t${cell('cpu', req['cpu'] ?? 0)}\t${cell('cpu', lim['cpu'] ?? 0)}\t${cell('memory', req['memory'] ?? 0)}\t${cell('memory', lim['memory'] ?? 0)}\t${humanDuration(nowMs - (parseTime(p.metadata.creationTimestamp) ?? nowMs))}`,
    );
  }
  t.at(0, 'Allocated resources:');
  t.at(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  t.at(1, 'Resource\tRequests\tLimits');
  t.at(1, '--------\t--------\t------');
  for (const r of ['cpu', 'memory', 'ephemeral-storage']) {
    const [req, lim] = total[r] ?? [0, 0];
    const text = r === 'cpu' ? cpuText : bytesText;
    t.at(1, `${r}\t${text(req)} (${share(req, of(r))})\t${text(lim)} (${share(lim, of(r))})`);
  }
}

export const namespace: Describer<Namespace> = async (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Status', o.status.phase);
  const quotas = await s.list<ResourceQuota>('core/resourcequotas', o.metadata.name);
  const ranges = await s.list<LimitRange>('core/limitranges', o.metadata.name);
  t.at(0, '');
  if (quotas.length === 0) t.at(0, 'No resource quota.');
  else {
    t.at(0, 'Resource Quotas');
    for (const q of quotas) {
      t.at(1, `Name:\t${q.metadata.name}`);
      quotaTable(q, t, 1, '---');
    }
  }
  t.at(0, '');
  if (ranges.length === 0) t.at(0, 'No LimitRange resource.');
  else {
    t.at(0, 'Resource Limits');
    for (const l of ranges) limits(l, t, ' ');
  }
};

function quotaTable(q: ResourceQuota, t: Text, level: number, dashes: string): void {
  t.at(level, 'Resource\tUsed\tHard');
  t.at(level, `--------\t${dashes}\t${dashes}`);
  const hard = q.status.hard ?? q.spec.hard ?? {};
  for (const k of Object.keys(hard).sort()) t.at(level, `${k}\t${q.status.used?.[k] ?? '0'}\t${hard[k]}`);
}

export const quota: Describer<ResourceQuota> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  if (o.spec.scopes?.length) t.fact(0, 'Scopes', o.spec.scopes.join(', '));
  quotaTable(o, t, 0, '----');
};

function limits(o: LimitRange, t: Text, indent: string): void {
  t.at(0, `${indent}Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio`);
  t.at(0, `${indent}----\t--------\t---\t---\t---------------\t-------------\t-----------------------`);
  for (const l of o.spec.limits) {
    const names = new Set([l.max, l.min, l.default, l.defaultRequest, l.maxLimitRequestRatio].flatMap((m) => Object.keys(m ?? {})));
    for (const n of names)
      t.at(
        0,
        indent +
          [
            l.type,
            n,
            l.min?.[n] ?? '-',
            l.max?.[n] ?? '-',
            l.defaultRequest?.[n] ?? '-',
            l.default?.[n] ?? '-',
            l.maxLimitRequestRatio?.[n] ?? '-',
          ].join('\t'),
      );
  }
}

export const limitRange: Describer<LimitRange> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  limits(o, t, '');
};

export const service: Describer<Service> = async (o, t, s) => {
  identity(o, t);
  t.map(0, 'Selector', o.spec.selector);
  if (o.spec.selector && Object.keys(o.spec.selector).length > 1)
    t.lines.splice(
      t.lines.length - Object.keys(o.spec.selector).length,
      Object.keys(o.spec.selector).length,
      `Selector:\t${Object.entries(o.spec.selector)
        .map(([k, v]) => `${k}=${v}`)
        .sort()
        .join(',')}`,
    );
  t.fact(0, 'Type', o.spec.type);
  if (o.spec.ipFamilyPolicy) t.fact(0, 'IP Family Policy', o.spec.ipFamilyPolicy);
  t.fact(0, 'IP Families', o.spec.ipFamilies?.join(','));
  t.at(0, `IP:\t${o.spec.clusterIP ?? ''}`);
  t.fact(0, 'IPs', o.spec.clusterIPs?.join(','));
  if (o.spec.externalIPs?.length) t.fact(0, 'External IPs', o.spec.externalIPs.join(','));
  if (o.spec.externalName) t.fact(0, 'External Name', o.spec.externalName);
  const at = o.status.loadBalancer?.ingress ?? [];
  if (at.length > 0)
    t.fact(0, 'LoadBalancer Ingress', at.map((i) => `${i.ip ?? i.hostname}${i.ipMode ? ` (${i.ipMode})` : ''}`).join(', '));
  const slices = (await s.list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace)).filter(
    (x) => x.metadata.labels?.['kubernetes.io/service-name'] === o.metadata.name,
  );
  for (const p of o.spec.ports ?? []) {
    t.fact(0, 'Port', `${p.name ?? '<unset>'}\t${p.port}/${p.protocol ?? 'TCP'}`);
    t.fact(0, 'TargetPort', `${p.targetPort ?? p.port}/${p.protocol ?? 'TCP'}`);
    if (p.nodePort) t.fact(0, 'NodePort', `${p.name ?? '<unset>'}\t${p.nodePort}/${p.protocol ?? 'TCP'}`);
    const addresses = slices.flatMap((x) =>
      (x.ports ?? [])
        .filter((y) => (y.name ?? '') === (p.name ?? ''))
        .flatMap((y) => (x.endpoints ?? []).filter((e) => e.conditions?.ready !== false).map((e) => `${e.addresses[0]}:${y.port}`)),
    );
    t.at(0, `Endpoints:\t${addresses.slice(0, 3).join(',')}${addresses.length > 3 ? ` + ${addresses.length - 3} more...` : ''}`);
  }
  t.fact(0, 'Session Affinity', o.spec.sessionAffinity);
  if (o.spec.externalTrafficPolicy) t.fact(0, 'External Traffic Policy', o.spec.externalTrafficPolicy);
  if (o.spec.internalTrafficPolicy) t.fact(0, 'Internal Traffic Policy', o.spec.internalTrafficPolicy);
  events(t, s);
};

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

export const claim: Describer<PersistentVolumeClaim> = async (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.at(0, `StorageClass:\t${o.spec.storageClassName ?? ''}`);
  t.fact(0, 'Status', o.metadata.deletionTimestamp ? 'Terminating' : o.status.phase);
  t.at(0, `Volume:\t${o.spec.volumeName ?? ''}`);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Finalizers:\t[${(o.metadata.finalizers ?? []).join(' ')}]`);
  t.at(0, `Capacity:\t${o.status.capacity?.['storage'] ?? ''}`);
  t.at(0, `Access Modes:\t${(o.status.accessModes ?? []).map((m) => MODES[m] ?? m).join(',')}`);
  t.at(0, `VolumeMode:\t${o.spec.volumeMode ?? ''}`);
  const users = (await s.list<Pod>('core/pods', o.metadata.namespace))
    .filter((p) => p.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === o.metadata.name))
    .map((p) => p.metadata.name);
  if (users.length === 0) t.at(0, 'Used By:\t<none>');
  users.forEach((u, i) => t.at(0, `${i === 0 ? 'Used By:' : ''}\t${u}`));
  events(t, s);
};

export const volume: Describer<PersistentVolume> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, `Finalizers:\t[${(o.metadata.finalizers ?? []).join(' ')}]`);
  t.at(0, `StorageClass:\t${o.spec.storageClassName ?? ''}`);
  t.fact(0, 'Status', o.status.phase);
  t.at(0, `Claim:\t${o.spec.claimRef ? `${o.spec.claimRef.namespace}/${o.spec.claimRef.name}` : ''}`);
  t.fact(0, 'Reclaim Policy', o.spec.persistentVolumeReclaimPolicy);
  t.at(0, `Access Modes:\t${(o.spec.accessModes ?? []).map((m) => MODES[m] ?? m).join(',')}`);
  t.at(0, `VolumeMode:\t${o.spec.volumeMode ?? ''}`);
  t.at(0, `Capacity:\t${o.spec.capacity?.['storage'] ?? ''}`);
  t.at(0, `Node Affinity:\t${o.spec.nodeAffinity ? '' : '<none>'}`);
  for (const [i, term] of (o.spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries())
    t.at(
      1,
      `Term ${i}:\t${(term.matchExpressions ?? []).map((e) => `${e.key} ${e.operator.toLowerCase()} [${(e.values ?? []).join(', ')}]`).join('\n')}`,
    );
  t.at(0, `Message:\t${o.status.message ?? ''}`);
  source(o, t);
  events(t, s);
};

/** Where its bytes lie: disks of a CSI driver, paths of a host or a server. */
function source({ spec }: PersistentVolume, t: Text): void {
  const { csi, hostPath, nfs } = spec;
  t.at(0, 'Source:');
  if (csi) {
    t.at(2, 'Type:\tCSI (a Container Storage Interface (CSI) volume source)');
    for (const [name, value] of [
      ['Driver', csi.driver],
      ['FSType', csi.fsType ?? ''],
      ['VolumeHandle', csi.volumeHandle],
      ['ReadOnly', csi.readOnly ?? false],
    ] as const)
      t.at(2, `${name}:\t${value}`);
    t.map(2, 'VolumeAttributes', csi.volumeAttributes);
  } else if (hostPath) {
    t.at(2, 'Type:\tHostPath (bare host directory volume)');
    t.at(2, `Path:\t${hostPath.path}`);
    t.at(2, `HostPathType:\t${hostPath.type ?? ''}`);
  } else if (nfs) {
    t.at(2, 'Type:\tNFS (an NFS mount that lasts the lifetime of a pod)');
    t.at(2, `Server:\t${nfs.server}`);
    t.at(2, `Path:\t${nfs.path}`);
    t.at(2, `ReadOnly:\t${nfs.readOnly ?? false}`);
  } else t.at(1, '<unknown>');
}

export const configMap: Describer<ConfigMap> = (o, t, s) => {
  identity(o, t);
  t.at(0, '\nData\n====');
  for (const [k, v] of Object.entries(o.data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) t.at(0, `${k}:\n----\n${v}\n`);
  t.at(0, '\nBinaryData\n====');
  for (const [k, v] of Object.entries(o.binaryData ?? {})) t.at(0, `${k}: ${textOfBase64(v).length} bytes`);
  t.at(0, '');
  events(t, s);
};

export const secret: Describer<Secret> = (o, t) => {
  identity(o, t);
  t.at(0, '');
  t.at(0, `Type:\t${o.type ?? ''}`);
  t.at(0, '\nData\n====');
  for (const [k, v] of Object.entries(o.data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    t.at(0, `${k}:\t${Math.floor((v.replace(/=+$/, '').length * 3) / 4)} bytes`);
};

export const serviceAccount: Describer<ServiceAccount> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Image pull secrets', joined(o.imagePullSecrets?.map((x) => x.name)));
  t.fact(0, 'Mountable secrets', joined(o.secrets?.map((x) => x.name)));
  t.fact(0, 'Tokens', '<none>');
  events(t, s);
};

export const budget: Describer<PodDisruptionBudget> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  if (o.spec.minAvailable !== undefined) t.fact(0, 'Min available', o.spec.minAvailable);
  else if (o.spec.maxUnavailable !== undefined) t.fact(0, 'Max unavailable', o.spec.maxUnavailable);
  t.fact(0, 'Selector', o.spec.selector ? formatLabelSelector(o.spec.selector) : '<unset>');
  t.at(0, 'Status:');
  t.at(1, `Allowed disruptions:\t${o.status.disruptionsAllowed ?? 0}`);
  t.at(1, `Current:\t${o.status.currentHealthy ?? 0}`);
  t.at(1, `Desired:\t${o.status.desiredHealthy ?? 0}`);
  t.at(1, `Total:\t${o.status.expectedPods ?? 0}`);
  events(t, s);
};

export const autoscaler: Describer<HorizontalPodAutoscaler> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  t.fact(0, 'Reference', `${o.spec.scaleTargetRef.kind}/${o.spec.scaleTargetRef.name}`);
  t.at(0, 'Metrics:\t( current / target )');
  for (const [i, m] of (o.spec.metrics ?? []).entries()) {
    const c = o.status.currentMetrics?.[i];
    const target = m.resource?.target ?? m.pods?.target ?? m.object?.target ?? m.external?.target;
    const now = c?.resource?.current ?? c?.pods?.current ?? c?.object?.current ?? c?.external?.current;
    const name = m.resource
      ? `resource ${m.resource.name} on pods${target?.averageUtilization !== undefined ? '  (as a percentage of request)' : ''}`
      : m.pods
        ? `"${m.pods.metric.name}" on pods`
        : m.object
          ? `"${m.object.metric.name}" on ${m.object.describedObject.kind}/${m.object.describedObject.name}`
          : `"${m.external?.metric.name ?? m.type}" (target average value)`;
    t.at(
      1,
      target?.averageUtilization !== undefined
        ? `${name}:\t${now?.averageUtilization === undefined ? '<unknown>' : `${now.averageUtilization}% (${now.averageValue ?? ''})`} / ${target.averageUtilization}%`
        : `${name}:\t${now?.averageValue ?? now?.value ?? '<unknown>'} / ${target?.averageValue ?? target?.value ?? ''}`,
    );
  }
  t.fact(0, 'Min replicas', o.spec.minReplicas ?? '<unset>');
  t.fact(0, 'Max replicas', o.spec.maxReplicas);
  t.fact(0, `${o.spec.scaleTargetRef.kind} pods`, `${o.status.currentReplicas ?? 0} current / ${o.status.desiredReplicas ?? 0} desired`);
  if (o.status.conditions?.length) {
    t.at(0, 'Conditions:');
    t.at(1, 'Type\tStatus\tReason\tMessage');
    t.at(1, '----\t------\t------\t-------');
    for (const c of o.status.conditions) t.at(1, `${c.type}\t${c.status}\t${c.reason ?? ''}\t${c.message ?? ''}`);
  }
  events(t, s);
};

export const ingress: Describer<Ingress> = async (o, t, s) => {
  const slices = await s.list<EndpointSlice>('discovery.k8s.io/endpointslices', o.metadata.namespace);
  const backend = (
    b: { readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } } } | undefined,
  ) => {
    if (!b?.service) return '<default>';
    const of = slices
      .filter((x) => x.metadata.labels?.['kubernetes.io/service-name'] === b.service?.name)
      .flatMap((x) => (x.endpoints ?? []).flatMap((e) => (x.ports ?? []).map((p) => `${e.addresses[0]}:${p.port}`)));
    return `${b.service.name}:${b.service.port?.number ?? b.service.port?.name ?? ''} (${of.slice(0, 3).join(',')})`;
  };
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  t.fact(0, 'Namespace', o.metadata.namespace);
  t.at(0, `Address:\t${(o.status.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname).join(',')}`);
  t.fact(0, 'Ingress Class', o.spec.ingressClassName);
  t.fact(0, 'Default backend', backend(o.spec.defaultBackend));
  if (o.spec.tls?.length) {
    t.at(0, 'TLS:');
    for (const x of o.spec.tls) t.at(1, `${x.secretName ?? 'SNI routes'} terminates ${(x.hosts ?? []).join(',')}`);
  }
  t.at(0, 'Rules:');
  t.at(1, 'Host\tPath\tBackends');
  t.at(1, '----\t----\t--------');
  for (const r of o.spec.rules ?? []) {
    t.at(1, `${r.host || '*'}\t`);
    for (const p of r.http?.paths ?? []) t.at(1, `\t${p.path ?? ''} \t${backend(p.backend)}`);
  }
  annotations(t, 0, o);
  events(t, s);
};

export const role: Describer<Role> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, 'PolicyRule:');
  t.at(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  t.at(1, '---------\t-----------------\t--------------\t-----');
  for (const row of ruleRows(o.rules ?? [])) t.at(1, row);
};

export const binding: Describer<RoleBinding> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.map(0, 'Labels', o.metadata.labels);
  annotations(t, 0, o);
  t.at(0, 'Role:');
  t.at(1, `Kind:\t${o.roleRef.kind}`);
  t.at(1, `Name:\t${o.roleRef.name}`);
  t.at(0, 'Subjects:');
  t.at(1, 'Kind\tName\tNamespace');
  t.at(1, '----\t----\t---------');
  for (const s of o.subjects ?? []) t.at(1, `${s.kind}\t${s.name}\t${s.namespace ?? ''}`);
};
