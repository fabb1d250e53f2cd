/** The one fact of a box, in Kubernetes' own words and a few characters; and what a box is called. */
import { memoByIdentity } from '../api/json.ts';
import type { ApiObject } from '../api/object.ts';
import { formatLabelSelector } from '../api/selector.ts';
import type { NodePool } from '../kinds/drydock/types.ts';
import type {
  ConfigMap,
  CronJob,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  LimitRange,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ResourceQuota,
  Role,
  RoleBinding,
  Secret,
  Service,
  StorageClass,
} from '../kinds/types.ts';
import { ownKind } from './own-kind.ts';
import { shortImage, templateOf } from './pod-template.ts';

/** What a box is called on screen. */
export function titleOf(o: ApiObject): string {
  if (ownKind(o) !== 'Ingress') return o.metadata.name;
  const hosts = [...new Set(((o as Ingress).spec.rules ?? []).flatMap((r) => (r.host ? [r.host] : [])))];
  return hosts.length === 0 ? o.metadata.name : hosts.length === 1 ? (hosts[0] as string) : `${hosts[0]} +${hosts.length - 1}`;
}

/** What a person wants to know of an object first. Frozen objects are looked at once. */
export const factOf: (o: ApiObject) => string = memoByIdentity((o: ApiObject): string => {
  const of = byKind[ownKind(o)];
  if (of) return of(o as never);
  const t = templateOf(o);
  return t ? imagesOf(t.spec.containers) : o.kind;
});

const byKind: Readonly<Record<string, (o: never) => string>> = {
  Service: (o: Service) => serviceFact(o),
  Ingress: (o: Ingress) =>
    [
      'Ingress',
      ...(o.spec.tls?.length ? ['TLS'] : []),
      ...(o.status.loadBalancer?.ingress?.[0]?.ip ? [o.status.loadBalancer.ingress[0].ip] : []),
    ].join(' · '),
  ConfigMap: (o: ConfigMap) => counted(Object.keys(o.data ?? {}).length + Object.keys(o.binaryData ?? {}).length, 'key'),
  Secret: (o: Secret) => `${counted(Object.keys(o.data ?? {}).length, 'key')}${SECRET_TYPES[o.type ?? ''] ?? ''}`,
  ServiceAccount: () => 'account',
  PersistentVolumeClaim: (o: PersistentVolumeClaim) =>
    [o.spec.resources?.requests?.['storage'] ?? '?', o.status.phase ?? 'Pending'].join(' · '),
  PersistentVolume: (o: PersistentVolume) => [o.spec.capacity?.['storage'] ?? '?', o.status.phase ?? 'Pending'].join(' · '),
  StorageClass: (o: StorageClass) => o.provisioner,
  HorizontalPodAutoscaler: (o: HorizontalPodAutoscaler) =>
    [...metricFact(o), `${o.spec.minReplicas ?? 1} → ${o.spec.maxReplicas}`].join(' · '),
  PodDisruptionBudget: (o: PodDisruptionBudget) =>
    o.spec.maxUnavailable !== undefined ? `max unavailable ${o.spec.maxUnavailable}` : `min available ${o.spec.minAvailable ?? 1}`,
  NetworkPolicy: (o: NetworkPolicy) => policyFact(o),
  Role: (o: Role) => counted(o.rules?.length ?? 0, 'rule'),
  ClusterRole: (o: Role) => counted(o.rules?.length ?? 0, 'rule'),
  RoleBinding: (o: RoleBinding) => `grants ${o.roleRef.name}`,
  ClusterRoleBinding: (o: RoleBinding) => `grants ${o.roleRef.name}`,
  ResourceQuota: (o: ResourceQuota) => counted(Object.keys(o.spec.hard ?? {}).length, 'limit'),
  LimitRange: (o: LimitRange) => counted(o.spec.limits.length, 'limit'),
  PriorityClass: (o: PriorityClass) => `priority ${o.value}`,
  CronJob: (o: CronJob) => `cron ${o.spec.schedule}`,
  Pod: (o: Pod) => imagesOf(o.spec.containers),
  NodePool: (o: NodePool) =>
    o.spec.machineType ?? (o.spec.capacity ? `${o.spec.capacity['cpu'] ?? '?'} cpu · ${o.spec.capacity['memory'] ?? '?'}` : 'medium'),
  Node: (o: Node) => o.metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
};

const SECRET_TYPES: Readonly<Record<string, string>> = {
  'kubernetes.io/tls': ' · TLS',
  'kubernetes.io/dockerconfigjson': ' · pull',
  'kubernetes.io/basic-auth': ' · basic auth',
  'kubernetes.io/ssh-auth': ' · ssh',
};

/** '1 key', '4 keys'. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function serviceFact({ spec, status }: Service): string {
  const ports = spec.ports ?? [];
  const port = ports.length ? `:${ports[0]?.port}${ports.length > 1 ? ` +${ports.length - 1}` : ''}` : '';
  switch (spec.type) {
    case 'ExternalName':
      return spec.externalName ?? 'ExternalName';
    case 'LoadBalancer': {
      const at = status.loadBalancer?.ingress?.[0];
      return `LB · ${at ? `${at.ip ?? at.hostname ?? ''}${port}` : 'pending'}`;
    }
    case 'NodePort':
      return `NodePort ${ports[0]?.nodePort ?? ''}`.trim();
    default:
      return spec.clusterIP === 'None' ? `headless${port && ` · ${port.slice(1)}`}` : `${spec.clusterIP ?? 'ClusterIP '}${port}`;
  }
}

function metricFact(o: HorizontalPodAutoscaler): readonly string[] {
  const [m] = o.spec.metrics ?? [];
  const target = m?.resource?.target ?? m?.containerResource?.target ?? m?.pods?.target ?? m?.object?.target ?? m?.external?.target;
  const name =
    m?.resource?.name ?? m?.containerResource?.name ?? m?.pods?.metric.name ?? m?.object?.metric.name ?? m?.external?.metric.name;
  if (!m || !name) return [];
  return [
    `${name} ${target?.averageUtilization !== undefined ? `${target.averageUtilization}%` : (target?.averageValue ?? target?.value ?? '')}`.trim(),
  ];
}

function policyFact({ spec }: NetworkPolicy): string {
  const types = spec.policyTypes ?? ['Ingress'];
  const one = (type: string, rules: readonly unknown[] | undefined) =>
    types.includes(type)
      ? [
          rules?.length
            ? `${counted(rules.length, 'rule')} ${type === 'Ingress' ? 'in' : 'out'}`
            : `nothing ${type === 'Ingress' ? 'in' : 'out'}`,
        ]
      : [];
  return [...one('Ingress', spec.ingress), ...one('Egress', spec.egress)].join(' · ') || formatLabelSelector(spec.podSelector);
}

function imagesOf(containers: readonly { readonly image?: string }[]): string {
  const [first, ...more] = containers.map((c) => shortImage(c.image ?? ''));
  return `${first ?? ''}${more.length ? ` +${more.length}` : ''}`;
}

/** Of a job, how far it is. */
export function jobCount(j: Job): { readonly ready: number; readonly wanted: number } {
  return { ready: j.status.succeeded ?? 0, wanted: j.spec.completions ?? j.spec.parallelism ?? 1 };
}
