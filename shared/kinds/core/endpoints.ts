/** Endpoints. Source: core/v1 SetDefaults_Endpoints, core/validation ValidateEndpoints. */
import { validateEndpointIP, validateLegacyIP } from '../../api/addresses.ts';
import { invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { equal, memoByIdentity } from '../../api/json.ts';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidPortNum } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../generated/types.ts';
import type { Endpoints } from '../types.ts';
import { repackedSubsets } from './endpoint-subsets.ts';
import { addressWarnings } from './service-warnings.ts';

export const endpoints = defineKind<Endpoints>({
  apiVersion: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  metadataChecks: 'UM',
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  createOnUpdate: true,
  default: (o) => (o.subsets?.some((s) => s.ports?.some((p) => !p.protocol)) ? { ...o, subsets: o.subsets.map(withProtocols) } : o),
  prepareCreate: canonical,
  prepareUpdate: canonical,
  validate: (o) => validateSubsets(o.subsets ?? []),
  validateUpdate: (next, previous) => (equal(next.subsets, previous.subsets) ? [] : validateSubsets(next.subsets ?? [])),
  warnings: (o) =>
    (o.subsets ?? []).flatMap((s, i) =>
      (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
        (s[list] ?? []).flatMap((a, j) => addressWarnings(a.ip, `subsets[${i}].${list}[${j}].ip`)),
      ),
    ),
  columns: [NAME, column('Endpoints', 'Endpoints.subsets', formatEndpoints), AGE],
});

/** What is wrong is told where it was written, so only what is right is put in order. */
function canonical(o: Endpoints): Endpoints {
  const subsets = o.subsets && validateSubsets(o.subsets).length === 0 ? repackedSubsets(o.subsets) : o.subsets;
  return subsets === o.subsets ? o : { ...o, ...(subsets ? { subsets } : {}) };
}

const withProtocols = (s: EndpointSubset): EndpointSubset => ({
  ...s,
  ...(s.ports ? { ports: s.ports.map((p) => (p.protocol ? p : { ...p, protocol: 'TCP' })) } : {}),
});

const validateSubsets = memoByIdentity((subsets: readonly EndpointSubset[]): readonly FieldError[] =>
  subsets.flatMap((s, i) => {
    const path = `subsets[${i}]`;
    const ready = s.addresses ?? [];
    const notReady = s.notReadyAddresses ?? [];
    const ports = s.ports ?? [];
    return [
      ...(ready.length || notReady.length ? [] : [required(path, 'must specify `addresses` or `notReadyAddresses`')]),
      ...ready.flatMap((a, k) => validateAddress(a, `${path}.addresses[${k}]`)),
      ...notReady.flatMap((a, k) => validateAddress(a, `${path}.notReadyAddresses[${k}]`)),
      ...ports.flatMap((p, k) => validatePort(p, ports.length > 1, `${path}.ports[${k}]`)),
    ];
  }),
);

function validateAddress(a: EndpointAddress, path: string): readonly FieldError[] {
  return [
    ...validateLegacyIP(a.ip, `${path}.ip`),
    ...(a.hostname ? isDNS1123Label(a.hostname).map((m) => invalid(`${path}.hostname`, a.hostname, m)) : []),
    ...(a.nodeName === undefined ? [] : isDNS1123Subdomain(a.nodeName).map((m) => invalid(`${path}.nodeName`, a.nodeName, m))),
    ...validateEndpointIP(a.ip, `${path}.ip`),
  ];
}

function validatePort(p: EndpointPort, requireName: boolean, path: string): readonly FieldError[] {
  return [
    ...(requireName && !p.name
      ? [required(`${path}.name`)]
      : p.name
        ? isDNS1123Label(p.name).map((m) => invalid(`${path}.name`, p.name, m))
        : []),
    ...isValidPortNum(p.port).map((m) => invalid(`${path}.port`, p.port, m)),
    ...(!p.protocol
      ? [required(`${path}.protocol`)]
      : PROTOCOLS.includes(p.protocol)
        ? []
        : [notSupported(`${path}.protocol`, p.protocol, PROTOCOLS)]),
    ...(p.appProtocol === undefined ? [] : isQualifiedName(p.appProtocol).map((m) => invalid(`${path}.appProtocol`, p.appProtocol, m))),
  ];
}

/** The protocols of ports, sorted as messages list them. */
export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

const SHOWN = 3;

/** The first addresses with their ports: '10.0.0.1:80,10.0.0.2:80 + 3 more...'. */
function formatEndpoints(o: Endpoints): string {
  if (!o.subsets?.length) return '<none>';
  const all = o.subsets.flatMap((s) =>
    s.ports?.length
      ? s.ports.flatMap((p) => (s.addresses ?? []).map((a) => `${a.ip.includes(':') ? `[${a.ip}]` : a.ip}:${p.port}`))
      : (s.addresses ?? []).map((a) => a.ip),
  );
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(',')} + ${all.length - SHOWN} more...` : all.join(',');
}
