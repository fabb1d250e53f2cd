/** Service. Source: core/v1 SetDefaults_Service, registry/core/service, core/validation. Addresses and ports come from the allocator. */
import { equal } from '../../api/json.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { AGE, column, labelText, NAME, wide } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { LoadBalancerStatus, ServicePort, ServiceSpec } from '../generated/types.ts';
import type { Service } from '../types.ts';
import {
  isExternallyAccessible,
  needsHealthCheck,
  validateService,
  validateServiceStatus,
  validateServiceUpdate,
} from './service-validation.ts';
import { serviceWarnings } from './service-warnings.ts';

/** How long a client stays with a pod where affinity does not say. */
const AFFINITY_SECONDS = 3 * 60 * 60;

export const services = defineKind<Service>({
  apiVersion: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  createOnUpdate: true,
  subresources: [
    { name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  default(o) {
    const spec = withDefaults(o.spec);
    const status =
      spec.type === 'LoadBalancer' && o.status?.loadBalancer?.ingress?.some((i) => i.ip && i.ipMode === undefined)
        ? withIPMode(o.status)
        : o.status;
    return equal(spec, o.spec) && status === o.status ? o : { ...o, spec, status };
  },
  prepareCreate: (o) => ({ ...o, status: { loadBalancer: {} } }),
  prepareUpdate: (next, previous) => withoutOtherTypesFields({ ...next, status: previous.status }, previous),
  validate: (o) => validateService(o, undefined),
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,
  warnings: serviceWarnings,
  validateName: isDNS1123Label,
  selectableFields: (o) => ({ 'spec.clusterIP': o.spec.clusterIP ?? '', 'spec.type': o.spec.type ?? '' }),
  columns: [
    NAME,
    column('Type', 'ServiceSpec.type', (o) => o.spec.type ?? ''),
    column('Cluster-IP', 'ServiceSpec.clusterIP', (o) => o.spec.clusterIPs?.[0] ?? '<none>'),
    column('External-IP', 'ServiceSpec.externalIPs', externalAddresses),
    column('Port(s)', 'ServiceSpec.ports', (o) => (o.spec.ports ?? []).map(portText).join(',') || '<none>'),
    AGE,
    wide('Selector', 'ServiceSpec.selector', (o) => labelText(o.spec.selector)),
  ],
});

function withDefaults(s: ServiceSpec): ServiceSpec {
  const type = s.type || 'ClusterIP';
  const affinity = s.sessionAffinity || 'None';
  const { sessionAffinityConfig: config, ...rest } = s;
  const spec = { ...rest, type, sessionAffinity: affinity };
  return {
    ...spec,
    ...(affinity === 'ClientIP'
      ? {
          sessionAffinityConfig:
            config?.clientIP?.timeoutSeconds === undefined ? { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } : config,
        }
      : affinity !== 'None' && config
        ? { sessionAffinityConfig: config }
        : {}),
    ...(s.ports ? { ports: s.ports.map(withPortDefaults) } : {}),
    ...(isExternallyAccessible(spec) && !s.externalTrafficPolicy ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(s.internalTrafficPolicy === undefined && (type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP')
      ? { internalTrafficPolicy: 'Cluster' }
      : {}),
    ...(type === 'LoadBalancer' && s.allocateLoadBalancerNodePorts === undefined ? { allocateLoadBalancerNodePorts: true } : {}),
  };
}

function withPortDefaults(p: ServicePort): ServicePort {
  return { ...p, protocol: p.protocol || 'TCP', targetPort: p.targetPort || p.port };
}

function withIPMode(s: Service['status']): Service['status'] {
  return {
    ...s,
    loadBalancer: {
      ...s.loadBalancer,
      ingress: s.loadBalancer?.ingress?.map((i) => (i.ip && i.ipMode === undefined ? { ...i, ipMode: 'VIP' } : i)) ?? [],
    },
  };
}

/** What belongs to the type a service had, and was left as it was, goes when its type changes. Source: dropTypeDependentFields. */
function withoutOtherTypesFields(next: Service, previous: Service): Service {
  const s: { -readonly [K in keyof ServiceSpec]: ServiceSpec[K] } = { ...next.spec };
  const old = previous.spec;
  const same = (...fields: readonly (keyof ServiceSpec)[]) => fields.every((f) => equal(s[f], old[f]));
  const drop = (...fields: readonly (keyof ServiceSpec)[]) => {
    for (const f of fields) delete s[f];
  };
  if (old.type !== 'ExternalName' && s.type === 'ExternalName') {
    if (same('clusterIP', 'clusterIPs')) drop('clusterIP', 'clusterIPs');
    if (same('ipFamilies')) drop('ipFamilies');
    if (same('ipFamilyPolicy')) drop('ipFamilyPolicy');
  }
  if (hasNodePorts(old) && !hasNodePorts(s) && s.ports?.every((p) => !p.nodePort || old.ports?.some((q) => q.nodePort === p.nodePort)))
    s.ports = s.ports.map(({ nodePort: _gone, ...p }) => p);
  if (needsHealthCheck(old) && !needsHealthCheck(s) && same('healthCheckNodePort')) drop('healthCheckNodePort');
  if (old.type === 'LoadBalancer' && s.type !== 'LoadBalancer') {
    if (same('allocateLoadBalancerNodePorts')) drop('allocateLoadBalancerNodePorts');
    if (same('loadBalancerClass')) drop('loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(s) && same('externalTrafficPolicy')) drop('externalTrafficPolicy');
  return {
    ...next,
    spec: equal(s, next.spec) ? next.spec : s,
    status: s.type === 'LoadBalancer' ? next.status : { ...next.status, loadBalancer: {} },
  };
}

const hasNodePorts = (s: ServiceSpec) => s.type === 'NodePort' || s.type === 'LoadBalancer';

function externalAddresses(o: Service): string {
  const own = o.spec.externalIPs ?? [];
  const given = loadBalancerText(o.status?.loadBalancer);
  switch (o.spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return own.join(',') || '<none>';
    case 'LoadBalancer':
      return [...given, ...own].join(',') || '<pending>';
    case 'ExternalName':
      return o.spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

/** The addresses a load balancer has, sorted, each once. */
export function loadBalancerText(s: { readonly ingress?: LoadBalancerStatus['ingress'] } | undefined): readonly string[] {
  return [...new Set((s?.ingress ?? []).map((i) => i.ip || i.hostname || '').filter((a) => a))].sort();
}

function portText(p: ServicePort): string {
  return p.nodePort ? `${p.port}:${p.nodePort}/${p.protocol ?? ''}` : `${p.port}/${p.protocol ?? ''}`;
}
