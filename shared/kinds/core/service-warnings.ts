/** What a Service says that has no effect, or soon will have none. Source: api/service GetWarningsForService. */
import { formatAddress, formatBlock, parseAddress, parseBlock } from '../../api/addresses.ts';
import type { Service } from '../types.ts';

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

export function serviceWarnings(o: Service): readonly string[] {
  const s = o.spec;
  const headless = s.clusterIPs?.length === 1 && s.clusterIPs[0] === 'None';
  const external = s.externalIPs ?? [];
  const byName = s.type === 'ExternalName';
  return [
    ...(o.metadata.annotations?.[HINTS] === undefined ? [] : [`annotation ${HINTS} is deprecated, please use ${MODE} instead`]),
    ...(s.clusterIPs ?? []).flatMap((ip, i) => addressWarnings(ip, `spec.clusterIPs[${i}]`)),
    ...(headless && s.loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(headless && external.length ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(headless && s.sessionAffinity !== 'None' ? ['spec.SessionAffinity is ignored for headless services'] : []),
    ...external.flatMap((ip, i) => addressWarnings(ip, `spec.externalIPs[${i}]`)),
    ...(external.length && !headless && !byName
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(s.loadBalancerIP ? addressWarnings(s.loadBalancerIP, 'spec.loadBalancerIP') : []),
    ...(s.loadBalancerSourceRanges ?? []).flatMap((r, i) => blockWarnings(r, `spec.loadBalancerSourceRanges[${i}]`)),
    ...(byName && external.length ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!byName && s.externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(s.trafficDistribution === 'PreferClose' ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'] : []),
  ];
}

/** Warns of an address that is not written as it is kept. */
export function addressWarnings(ip: string, path: string): readonly string[] {
  const a = parseAddress(ip);
  return a?.family === 'IPv6' && formatAddress(a) !== ip
    ? [`${path}: IPv6 address "${ip}" should be in RFC 5952 canonical format ("${formatAddress(a)}")`]
    : [];
}

/** The same of a block of addresses. */
export function blockWarnings(cidr: string, path: string): readonly string[] {
  const b = parseBlock(cidr);
  return b?.address.family === 'IPv6' && formatBlock(b) !== cidr
    ? [`${path}: IPv6 CIDR value "${cidr}" should be in RFC 5952 canonical format ("${formatBlock(b)}")`]
    : [];
}
