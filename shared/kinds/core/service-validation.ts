/** What a Service may be and become. Source: core/validation validateService and beside it, api/service. */
import { parseAddress, validateEndpointIP, validateLegacyCIDR, validateLegacyIP } from '../../api/addresses.ts';
import { duplicate, forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidPortName, isValidPortNum } from '../../api/names.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import type { ServicePort, ServiceSpec } from '../generated/types.ts';
import type { Service } from '../types.ts';
import { isHeadless, validateClusterIPChange, validateClusterIPs, validateFamilyChange } from './cluster-ip-validation.ts';
import { PROTOCOLS } from './endpoints.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const DAY_SECONDS = 86_400;

/** Whether clients outside the cluster can come in. */
export const isExternallyAccessible = (s: ServiceSpec): boolean =>
  s.type === 'LoadBalancer' || s.type === 'NodePort' || (s.type === 'ClusterIP' && (s.externalIPs?.length ?? 0) > 0);

/** Whether a load balancer asks nodes which of them have pods. */
export const needsHealthCheck = (s: ServiceSpec): boolean => s.type === 'LoadBalancer' && s.externalTrafficPolicy === 'Local';

export function validateService(o: Service, previous: Service | undefined): readonly FieldError[] {
  const s = o.spec;
  const old = previous?.spec;
  return [
    ...validateTopology(o),
    ...validateType(s),
    ...validatePorts(s),
    ...validateLabels(s.selector, 'spec.selector'),
    ...validateAffinity(s),
    ...validateClusterIPs(s, old),
    ...validateExternalIPs(s, old),
    ...(!s.type ? [required('spec.type')] : TYPES.includes(s.type) ? [] : [notSupported('spec.type', s.type, TYPES)]),
    ...validatePortCollisions(s),
    ...validateSourceRanges(o, previous),
    ...(s.allocateLoadBalancerNodePorts !== undefined && s.type !== 'LoadBalancer'
      ? [forbiddenField('spec.allocateLoadBalancerNodePorts', "may only be used when `type` is 'LoadBalancer'")]
      : []),
    ...(s.type === 'LoadBalancer' && s.allocateLoadBalancerNodePorts === undefined ? [required('allocateLoadBalancerNodePorts')] : []),
    ...validateLoadBalancerClass(s),
    ...validateExternalTraffic(s),
    ...validateInternalTraffic(s),
    ...(s.trafficDistribution === undefined || DISTRIBUTIONS.includes(s.trafficDistribution)
      ? []
      : [notSupported('spec.trafficDistribution', s.trafficDistribution, DISTRIBUTIONS)]),
  ];
}

function validateTopology({ metadata: { annotations = {} } }: Service): readonly FieldError[] {
  const mode = annotations[TOPOLOGY_MODE];
  const hints = annotations[TOPOLOGY_HINTS];
  return mode === undefined || hints === undefined || mode === hints
    ? []
    : [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, `must match annotations[${TOPOLOGY_HINTS}] when both are specified`)];
}

function validateType(s: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!s.ports?.length && !isHeadless(s) && s.type !== 'ExternalName') errors.push(required('spec.ports'));
  if ((s.type === 'LoadBalancer' || s.type === 'NodePort') && isHeadless(s))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${s.type} services`));
  if (s.type !== 'ExternalName') return errors;
  if (s.clusterIPs?.length) errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'));
  if (s.ipFamilies?.length) errors.push(forbiddenField('spec.ipFamilies', 'may not be set for ExternalName services'));
  if (s.ipFamilyPolicy !== undefined) errors.push(forbiddenField('spec.ipFamilyPolicy', 'may not be set for ExternalName services'));
  const name = (s.externalName ?? '').replace(/\.$/, '');
  return [...errors, ...(name ? invalidEach('spec.externalName', name, isDNS1123Subdomain(name)) : [required('spec.externalName')])];
}

function validatePorts({ ports = [] }: ServiceSpec): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((p, i) => {
    const path = `spec.ports[${i}]`;
    const errors: FieldError[] = [];
    if (ports.length > 1 && !p.name) errors.push(required(`${path}.name`));
    else if (p.name) {
      errors.push(...invalidEach(`${path}.name`, p.name, isDNS1123Label(p.name)));
      if (names.has(p.name)) errors.push(duplicate(`${path}.name`, p.name));
      names.add(p.name);
    }
    errors.push(...invalidEach(`${path}.port`, p.port, isValidPortNum(p.port)));
    if (!p.protocol) errors.push(required(`${path}.protocol`));
    else if (!PROTOCOLS.includes(p.protocol)) errors.push(notSupported(`${path}.protocol`, p.protocol, PROTOCOLS));
    const target = p.targetPort ?? 0;
    errors.push(
      ...invalidEach(`${path}.targetPort`, target, typeof target === 'string' ? isValidPortName(target) : isValidPortNum(target)),
    );
    return p.appProtocol === undefined
      ? errors
      : [...errors, ...invalidEach(`${path}.appProtocol`, p.appProtocol, isQualifiedName(p.appProtocol))];
  });
}

/** No two ports share a number, and no two a node port, in one protocol. */
function validatePortCollisions(s: ServiceSpec): readonly FieldError[] {
  const ports = s.ports ?? [];
  const errors: FieldError[] = [];
  if (s.type === 'ClusterIP')
    ports.forEach((p, i) => {
      if (p.nodePort) errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  const again = (key: (p: ServicePort) => number | undefined, complain: (p: ServicePort, i: number) => FieldError) => {
    const seen = new Set<string>();
    ports.forEach((p, i) => {
      if (!key(p) && key(p) !== 0) return;
      const k = `${p.protocol} ${key(p)}`;
      if (seen.has(k)) errors.push(complain(p, i));
      seen.add(k);
    });
  };
  again(
    (p) => p.nodePort || undefined,
    (p, i) => duplicate(`spec.ports[${i}].nodePort`, p.nodePort),
  );
  again(
    (p) => p.port,
    (p, i) =>
      duplicate(`spec.ports[${i}]`, { Name: '', Protocol: p.protocol, AppProtocol: null, Port: p.port, TargetPort: 0, NodePort: 0 }),
  );
  return errors;
}

function validateAffinity(s: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const path = 'spec.sessionAffinityConfig';
  const config = s.sessionAffinityConfig;
  const seconds = config?.clientIP?.timeoutSeconds;
  if (!s.sessionAffinity) errors.push(required('spec.sessionAffinity'));
  else if (!AFFINITIES.includes(s.sessionAffinity)) errors.push(notSupported('spec.sessionAffinity', s.sessionAffinity, AFFINITIES));
  if (s.sessionAffinity === 'None' && config) errors.push(forbiddenField(path, 'must not be set when session affinity is None'));
  if (s.sessionAffinity !== 'ClientIP') return errors;
  if (seconds === undefined)
    errors.push(
      required(
        !config ? path : !config.clientIP ? `${path}.clientIP` : `${path}.clientIP.timeoutSeconds`,
        'when session affinity type is ClientIP',
      ),
    );
  else if (seconds <= 0 || seconds > DAY_SECONDS)
    errors.push(invalid(`${path}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${DAY_SECONDS}`));
  return errors;
}

function validateExternalIPs(s: ServiceSpec, old: ServiceSpec | undefined): readonly FieldError[] {
  return (s.externalIPs ?? []).flatMap((ip, i) => {
    const path = `spec.externalIPs[${i}]`;
    const wrong = validateLegacyIP(ip, path, old?.externalIPs);
    return wrong.length ? wrong : validateEndpointIP(ip, path);
  });
}

function validateSourceRanges(o: Service, previous: Service | undefined): readonly FieldError[] {
  const ranges = o.spec.loadBalancerSourceRanges ?? [];
  const annotation = o.metadata.annotations?.[SOURCE_RANGES];
  const only = (path: string) =>
    o.spec.type === 'LoadBalancer' ? [] : [forbiddenField(path, "may only be used when `type` is 'LoadBalancer'")];
  if (ranges.length) {
    const path = 'spec.LoadBalancerSourceRanges';
    const old = previous?.spec.loadBalancerSourceRanges?.map((r) => r.trim());
    return [...only(path), ...ranges.flatMap((r, i) => validateLegacyCIDR(r.trim(), `${path}[${i}]`, old))];
  }
  if (annotation === undefined) return [];
  const path = `metadata.annotations[${SOURCE_RANGES}]`;
  const unchanged = previous?.metadata.annotations?.[SOURCE_RANGES] === annotation;
  return [
    ...only(path),
    ...(unchanged || annotation.trim() === '' ? [] : annotation.split(',').flatMap((r) => validateLegacyCIDR(r.trim(), path))),
  ];
}

function validateLoadBalancerClass(s: ServiceSpec): readonly FieldError[] {
  if (s.loadBalancerClass === undefined) return [];
  return s.type === 'LoadBalancer'
    ? invalidEach('spec.loadBalancerClass', s.loadBalancerClass, isQualifiedName(s.loadBalancerClass))
    : [forbiddenField('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'")];
}

function validateExternalTraffic(s: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const policy = s.externalTrafficPolicy;
  const port = s.healthCheckNodePort ?? 0;
  if (!isExternallyAccessible(s)) {
    if (policy) errors.push(invalid('spec.externalTrafficPolicy', policy, 'may only be set for externally-accessible services'));
  } else if (!policy) errors.push(required('spec.externalTrafficPolicy'));
  else if (!TRAFFIC_POLICIES.includes(policy)) errors.push(notSupported('spec.externalTrafficPolicy', policy, TRAFFIC_POLICIES));
  if (!needsHealthCheck(s)) {
    if (port !== 0)
      errors.push(
        invalid('spec.healthCheckNodePort', port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"),
      );
  } else if (port === 0) errors.push(required('spec.healthCheckNodePort'));
  else errors.push(...invalidEach('spec.healthCheckNodePort', port, isValidPortNum(port)));
  return errors;
}

function validateInternalTraffic(s: ServiceSpec): readonly FieldError[] {
  const policy = s.internalTrafficPolicy;
  if (policy === undefined)
    return s.type === 'NodePort' || s.type === 'LoadBalancer' || s.type === 'ClusterIP' ? [required('spec.internalTrafficPolicy')] : [];
  return TRAFFIC_POLICIES.includes(policy) ? [] : [notSupported('spec.internalTrafficPolicy', policy, TRAFFIC_POLICIES)];
}

export function validateServiceUpdate(next: Service, previous: Service): readonly FieldError[] {
  const s = next.spec;
  const old = previous.spec;
  const balanced = s.type === 'LoadBalancer' && old.type === 'LoadBalancer';
  return [
    ...validateClusterIPChange(s, old),
    ...validateFamilyChange(s, old),
    ...(balanced && s.loadBalancerClass !== old.loadBalancerClass
      ? [invalid('spec.loadBalancerClass', s.loadBalancerClass, 'may not change once set')]
      : []),
    ...validateLoadBalancerClass(s),
    ...(needsHealthCheck(old) && needsHealthCheck(s) && s.healthCheckNodePort !== old.healthCheckNodePort
      ? [forbiddenField('spec.healthCheckNodePort', 'field is immutable')]
      : []),
    ...validateService(next, previous),
  ];
}

const IP_MODES = ['Proxy', 'VIP'];

export function validateServiceStatus(next: Service, previous: Service): readonly FieldError[] {
  const ingress = next.status?.loadBalancer?.ingress ?? [];
  const path = 'status.loadBalancer.ingress';
  const old = previous.status?.loadBalancer?.ingress?.flatMap((i) => (i.ip ? [i.ip] : []));
  if (next.spec.type !== 'LoadBalancer' && ingress.length)
    return [forbiddenField(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  return ingress.flatMap((g, i) => {
    const at = `${path}[${i}]`;
    const errors: FieldError[] = g.ip ? [...validateLegacyIP(g.ip, `${at}.ip`, old)] : [];
    if (g.ipMode === undefined) {
      if (g.ip) errors.push(required(`${at}.ipMode`, 'must be specified when `ip` is set'));
    } else if (!g.ip) errors.push(forbiddenField(`${at}.ipMode`, 'may not be specified when `ip` is not set'));
    else if (!IP_MODES.includes(g.ipMode)) errors.push(notSupported(`${at}.ipMode`, g.ipMode, IP_MODES));
    if (g.hostname) {
      errors.push(...invalidEach(`${at}.hostname`, g.hostname, isDNS1123Subdomain(g.hostname)));
      if (parseAddress(g.hostname)) errors.push(invalid(`${at}.hostname`, g.hostname, 'must be a DNS name, not an IP address'));
    }
    return errors;
  });
}
