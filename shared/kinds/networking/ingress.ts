/** Ingress. Source: networking/validation ValidateIngress, registry/networking/ingress. */
import { parseAddress, validateLegacyIP } from '../../api/addresses.ts';
import { invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  isValidPortName,
  isValidPortNum,
  isWildcardDNS1123Subdomain,
} from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { loadBalancerText } from '../core/service.ts';
import { defineKind } from '../definition.ts';
import type { HTTPIngressPath, IngressBackend, IngressRule, IngressSpec, TypedLocalObjectReference } from '../generated/types.ts';
import type { Ingress } from '../types.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export const ingresses = defineKind<Ingress>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  namespaced: true,
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  prepareCreate: (o) => ({ ...o, status: { loadBalancer: {} } }),
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => [...validateSpec(o.spec, undefined), ...validateClassAnnotation(o)],
  validateUpdate: (next, previous) => validateSpec(next.spec, previous.spec),
  validateStatusUpdate,
  warnings: (next, previous) =>
    !previous && next.metadata.annotations?.[CLASS_ANNOTATION] !== undefined && next.spec.ingressClassName === undefined
      ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  columns: [
    NAME,
    column('Class', '', (o) => o.spec.ingressClassName ?? '<none>', {
      description: 'The name of the IngressClass resource that should be used for additional configuration',
    }),
    column('Hosts', '', hostsText, { description: 'Hosts that incoming requests are matched against before the ingress rule' }),
    column('Address', '', (o) => loadBalancerText(o.status?.loadBalancer).join(','), {
      description: 'Address is a list containing ingress points for the load-balancer',
    }),
    column('Ports', '', (o) => (o.spec.tls?.length ? '80, 443' : '80'), { description: 'Ports of TLS configurations that open' }),
    AGE,
  ],
});

const SHOWN = 3;

function hostsText(o: Ingress): string {
  const rules = o.spec.rules ?? [];
  const hosts: string[] = [];
  for (const r of rules) {
    if (hosts.length === SHOWN) return `${hosts.join(',')} + ${rules.length - SHOWN} more...`;
    if (r.host) hosts.push(r.host);
  }
  return hosts.join(',') || '*';
}

/** What an ingress may keep because it had it before the rule was made. */
interface Kept {
  readonly secretNames: boolean;
  readonly wildcardRules: boolean;
}

function validateSpec(s: IngressSpec, old: IngressSpec | undefined): readonly FieldError[] {
  const kept: Kept = {
    secretNames: old?.tls?.some((t) => t.secretName && isDNS1123Subdomain(t.secretName).length) ?? false,
    wildcardRules: old?.rules?.some((r) => r.host?.includes('*') && validateRuleValue(r, '').length) ?? false,
  };
  return [
    ...(s.rules?.length || s.defaultBackend
      ? []
      : [invalid('spec', s.rules ?? null, 'either `defaultBackend` or `rules` must be specified')]),
    ...(s.defaultBackend ? validateBackend(s.defaultBackend, 'spec.defaultBackend') : []),
    ...(s.rules ?? []).flatMap((r, i) => validateRule(r, `spec.rules[${i}]`, kept)),
    ...validateTLS(s, kept),
    ...(s.ingressClassName === undefined
      ? []
      : invalidEach('spec.ingressClassName', s.ingressClassName, isDNS1123Subdomain(s.ingressClassName))),
  ];
}

function validateClassAnnotation(o: Ingress): readonly FieldError[] {
  const named = o.metadata.annotations?.[CLASS_ANNOTATION];
  const { ingressClassName } = o.spec;
  return named === undefined || ingressClassName === undefined || named === ingressClassName
    ? []
    : [invalid(`annotations.${CLASS_ANNOTATION}`, named, 'must match `ingressClassName` when both are specified')];
}

const hostComplaints = (host: string) => (host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host));

function validateTLS(s: IngressSpec, kept: Kept): readonly FieldError[] {
  return (s.tls ?? []).flatMap((t, i) => [
    ...(t.hosts ?? []).flatMap((h, k) => invalidEach(`spec.tls[${i}].hosts[${k}]`, h, hostComplaints(h))),
    ...(t.secretName && !kept.secretNames ? invalidEach(`spec.tls[${i}].secretName`, t.secretName, isDNS1123Subdomain(t.secretName)) : []),
  ]);
}

function validateRule(r: IngressRule, path: string, kept: Kept): readonly FieldError[] {
  const errors: FieldError[] = [];
  const wildcard = r.host?.includes('*') ?? false;
  if (r.host) {
    if (parseAddress(r.host)) errors.push(invalid(`${path}.host`, r.host, 'must be a DNS name, not an IP address'));
    errors.push(...invalidEach(`${path}.host`, r.host, hostComplaints(r.host)));
  }
  return wildcard && kept.wildcardRules ? errors : [...errors, ...validateRuleValue(r, path)];
}

function validateRuleValue({ http }: IngressRule, path: string): readonly FieldError[] {
  if (!http) return [];
  return http.paths?.length ? http.paths.flatMap((p, i) => validatePath(p, `${path}.http.paths[${i}]`)) : [required(`${path}.http.paths`)];
}

const SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const SUFFIXES = ['/..', '/.'];
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

function validatePath(p: HTTPIngressPath, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const text = p.path ?? '';
  const wrong = (why: string) => errors.push(invalid(`${path}.path`, text, why));
  switch (p.pathType) {
    case undefined:
    case null as never:
      return [required(`${path}.pathType`, 'pathType must be specified')];
    case 'Exact':
    case 'Prefix':
      if (!text.startsWith('/')) wrong('must be an absolute path');
      for (const s of SEQUENCES) if (text.includes(s)) wrong(`must not contain '${s}'`);
      for (const s of SUFFIXES) if (text.endsWith(s)) wrong(`cannot end with '${s}'`);
      break;
    case 'ImplementationSpecific':
      if (text && !text.startsWith('/')) wrong('must be an absolute path');
      break;
    default:
      errors.push(notSupported(`${path}.pathType`, p.pathType, PATH_TYPES));
  }
  return [...errors, ...validateBackend(p.backend, `${path}.backend`)];
}

function validateBackend(b: IngressBackend, path: string): readonly FieldError[] {
  if (b.resource && b.service) return [invalid(path, '', 'cannot set both resource and service backends')];
  if (b.resource) return validateReference(b.resource, `${path}.resource`);
  if (!b.service) return [invalid(path, '', 'resource or service backend is required')];
  const { name, port } = b.service;
  const errors: FieldError[] = name
    ? [...invalidEach(`${path}.service.name`, name, isDNS1123Label(name))]
    : [required(`${path}.service.name`)];
  if (port?.name && port.number) errors.push(invalid(path, '', 'cannot set both port name & port number'));
  else if (port?.name) errors.push(...invalidEach(`${path}.service.port.name`, port.name, isValidPortName(port.name)));
  else if (port?.number) errors.push(...invalidEach(`${path}.service.port.number`, port.number, isValidPortNum(port.number)));
  else errors.push(required(path, 'port name or number is required'));
  return errors;
}

/** A reference to an object of some kind beside this one. */
export function validateReference(r: TypedLocalObjectReference, path: string): readonly FieldError[] {
  const segment = (field: 'kind' | 'name') =>
    r[field] ? invalidEach(`${path}.${field}`, r[field], isPathSegmentName(r[field])) : [required(`${path}.${field}`)];
  return [
    ...(typeof r.apiGroup === 'string' ? invalidEach(`${path}.apiGroup`, r.apiGroup, isDNS1123Subdomain(r.apiGroup)) : []),
    ...segment('kind'),
    ...segment('name'),
  ];
}

function validateStatusUpdate(next: Ingress, previous: Ingress): readonly FieldError[] {
  const old = previous.status?.loadBalancer?.ingress?.flatMap((i) => (i.ip ? [i.ip] : []));
  return (next.status?.loadBalancer?.ingress ?? []).flatMap((g, i) => {
    const path = `status.loadBalancer.ingress[${i}]`;
    return [
      ...(g.ip ? validateLegacyIP(g.ip, `${path}.ip`, old) : []),
      ...(g.hostname
        ? [
            ...invalidEach(`${path}.hostname`, g.hostname, isDNS1123Subdomain(g.hostname)),
            ...(parseAddress(g.hostname) ? [invalid(`${path}.hostname`, g.hostname, 'must be a DNS name, not an IP address')] : []),
          ]
        : []),
    ];
  });
}
