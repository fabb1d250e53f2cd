/** EndpointSlice. Source: discovery/v1 defaults, discovery/validation, registry/discovery/endpointslice. */
import { parseAddress, validateEndpointIP, validateIP, validateLegacyIP } from '../../api/addresses.ts';
import { duplicate, invalid, invalidEach, notSupported, required, tooMany, type FieldError } from '../../api/errors.ts';
import { equal, memoByIdentity } from '../../api/json.ts';
import { isDNS1123Label, isDNS1123Subdomain, isFullyQualifiedDomainName, isQualifiedName, isValidLabelValue } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { PROTOCOLS } from '../core/endpoints.ts';
import { defineKind } from '../definition.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointHints } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { EndpointSlice } from '../types.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MOST_ENDPOINTS = 1000;
const MOST_PORTS = 20_000;
const MOST_ADDRESSES = 100;
const MOST_HINTS = 8;

export const endpointSlices = defineKind<EndpointSlice>({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
  generation: true,
  default: (o) =>
    o.ports?.some((p) => p.name === undefined || p.protocol === undefined)
      ? { ...o, ports: o.ports.map((p) => ({ ...p, name: p.name ?? '', protocol: p.protocol ?? 'TCP' })) }
      : o,
  prepareCreate: withoutTopology,
  prepareUpdate: (next, previous) => (equal(next.endpoints, previous.endpoints) ? next : withoutTopology(next)),
  validate: (o) => [...validateHead(o), ...validateEndpoints(o)],
  validateUpdate: (next, previous) => [
    ...validateHead(next),
    ...(equal(next.endpoints, previous.endpoints) ? [] : validateEndpoints(next)),
    ...validateImmutableField(next.addressType, previous.addressType, 'addressType'),
  ],
  warnings: (o) => (o.addressType === 'FQDN' ? ['addressType: FQDN endpoints are deprecated'] : []),
  columns: [
    NAME,
    column('AddressType', 'EndpointSlice.addressType', (o) => o.addressType),
    column('Ports', 'EndpointSlice.ports', (o) =>
      shortList((o.ports ?? []).map((p) => (p.port === undefined ? (p.name ?? '*') : String(p.port)))),
    ),
    column('Endpoints', 'EndpointSlice.endpoints', (o) => shortList((o.endpoints ?? []).flatMap((e) => e.addresses ?? []))),
    AGE,
  ],
});

const SHOWN = 3;

function shortList(all: readonly string[]): string {
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(',')} + ${all.length - SHOWN} more...` : all.join(',') || '<unset>';
}

/** The first version's topology has no place in this one. */
function withoutTopology(o: EndpointSlice): EndpointSlice {
  return o.endpoints?.some((e) => e.deprecatedTopology)
    ? { ...o, endpoints: o.endpoints.map(({ deprecatedTopology: _old, ...e }) => e) }
    : o;
}

function validateHead(o: EndpointSlice): readonly FieldError[] {
  const { addressType } = o;
  const ports = o.ports ?? [];
  const type = !addressType
    ? [required('addressType')]
    : ADDRESS_TYPES.includes(addressType)
      ? []
      : [notSupported('addressType', addressType, ADDRESS_TYPES)];
  return [...type, ...(ports.length > MOST_PORTS ? [tooMany('ports', ports.length, MOST_PORTS)] : validatePorts(ports))];
}

const validatePorts = memoByIdentity((ports: readonly DiscoveryEndpointPort[]): readonly FieldError[] => {
  const names = new Set<string>();
  return ports.flatMap((p, i) => {
    const path = `ports[${i}]`;
    const name = p.name ?? '';
    const errors: FieldError[] = name ? [...invalidEach(`${path}.name`, name, isDNS1123Label(name))] : [];
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    if (p.protocol === undefined) errors.push(required(`${path}.protocol`));
    else if (!PROTOCOLS.includes(p.protocol)) errors.push(notSupported(`${path}.protocol`, p.protocol, PROTOCOLS));
    return p.appProtocol === undefined
      ? errors
      : [...errors, ...invalidEach(`${path}.appProtocol`, p.appProtocol, isQualifiedName(p.appProtocol))];
  });
});

function validateEndpoints(o: EndpointSlice): readonly FieldError[] {
  const endpoints = o.endpoints ?? [];
  return endpoints.length > MOST_ENDPOINTS
    ? [tooMany('endpoints', endpoints.length, MOST_ENDPOINTS)]
    : endpoints.flatMap((e, i) => validateEndpoint(e, o.addressType, `endpoints[${i}]`));
}

function validateEndpoint(e: Endpoint, type: string, path: string): readonly FieldError[] {
  const addresses = e.addresses ?? [];
  const at = `${path}.addresses`;
  return [
    ...(addresses.length === 0
      ? [required(at, 'must contain at least 1 address')]
      : addresses.length > MOST_ADDRESSES
        ? [tooMany(at, addresses.length, MOST_ADDRESSES)]
        : []),
    ...addresses.flatMap((a, i) => validateAddress(a, type, at, `${at}[${i}]`)),
    ...(e.nodeName === undefined ? [] : invalidEach(`${path}.nodeName`, e.nodeName, isDNS1123Subdomain(e.nodeName))),
    ...(e.hostname === undefined ? [] : invalidEach(`${path}.hostname`, e.hostname, isDNS1123Label(e.hostname))),
    ...(e.hints ? validateHints(e.hints, `${path}.hints`) : []),
  ];
}

function validateAddress(a: string, type: string, list: string, path: string): readonly FieldError[] {
  if (type === 'FQDN') return isFullyQualifiedDomainName(path, a);
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const wrong = type === 'IPv4' ? validateLegacyIP(a, path) : validateIP(a, path);
  return wrong.length
    ? wrong
    : [...(parseAddress(a)?.family === type ? [] : [invalid(list, a, `must be an ${type} address`)]), ...validateEndpointIP(a, path)];
}

function validateHints(h: EndpointHints, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, check] of [
    ['forZones', isValidLabelValue],
    ['forNodes', isDNS1123Subdomain],
  ] as const) {
    const list = h[field] ?? [];
    const names = list.map((x) => x.name);
    if (list.length > MOST_HINTS) return [...errors, tooMany(`${path}.${field}`, list.length, MOST_HINTS)];
    names.forEach((name, i) =>
      errors.push(
        ...(names.indexOf(name) < i ? [duplicate(`${path}.${field}[${i}].name`, name)] : []),
        ...invalidEach(`${path}.${field}[${i}].name`, name, check(name)),
      ),
    );
  }
  return errors;
}
