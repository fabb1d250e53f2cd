/**
 * What the cluster's DNS answers: the names of Services and of the pods behind headless ones, and what they resolve to.
 * Source: Kubernetes DNS-Based Service Discovery (specification 1.1.0), CoreDNS's kubernetes plugin.
 */
import { namespaceOf } from '../api/object.ts';
import type { EndpointSlice, Service } from '../kinds/types.ts';

/** The cluster's own domain. */
export const CLUSTER_DOMAIN = 'cluster.local';

/** One record. The value is an address, the name that is meant, or of SRV 'priority weight port target'. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'SRV';
  readonly value: string;
}

/** 'web.shop.svc.cluster.local'. */
export function serviceHost(o: Pick<Service, 'metadata'>): string {
  return `${o.metadata.name}.${namespaceOf(o)}.svc.${CLUSTER_DOMAIN}`;
}

const address = (name: string, ip: string): DnsRecord => ({ name, type: ip.includes(':') ? 'AAAA' : 'A', value: ip });

/** Everything DNS knows of a Service. `slices` may be those of others, too; only its own count. */
export function dnsRecords(o: Service, slices: readonly EndpointSlice[]): readonly DnsRecord[] {
  const host = serviceHost(o);
  const { type, externalName, clusterIP, clusterIPs, ports = [] } = o.spec;
  if (type === 'ExternalName') return externalName ? [{ name: host, type: 'CNAME', value: externalName }] : [];
  if (clusterIP === 'None')
    return headless(
      host,
      slices.filter((s) => namespaceOf(s) === namespaceOf(o) && s.metadata.labels?.['kubernetes.io/service-name'] === o.metadata.name),
    );
  const ips = clusterIPs?.length ? clusterIPs : clusterIP ? [clusterIP] : [];
  if (!ips.length) return [];
  return [
    ...ips.map((ip) => address(host, ip)),
    ...ports.flatMap((p) => (p.name ? [service(host, p.name, p.protocol, p.port, host, 100)] : [])),
  ];
}

/** A name for the Service with the addresses of all that are ready, and one for each of them: its hostname, else its address. */
function headless(host: string, slices: readonly EndpointSlice[]): readonly DnsRecord[] {
  const all = new Map<string, DnsRecord>();
  const own = new Map<string, DnsRecord>();
  const targets = new Map<
    string,
    { readonly name: string; readonly protocol: string | undefined; readonly port: number; readonly target: string }
  >();
  for (const s of slices) {
    for (const e of s.endpoints ?? []) {
      if (e.conditions?.ready === false) continue;
      for (const ip of e.addresses) {
        const target = `${e.hostname || ip.replaceAll(/[.:]/g, '-')}.${host}`;
        all.set(ip, address(host, ip));
        own.set(`${target} ${ip}`, address(target, ip));
        for (const p of s.ports ?? [])
          if (p.name && p.port !== undefined)
            targets.set(`${p.name} ${p.protocol ?? ''} ${p.port} ${target}`, { name: p.name, protocol: p.protocol, port: p.port, target });
      }
    }
  }
  const counts = Map.groupBy(targets.values(), (t) => `${t.name} ${t.protocol ?? ''}`);
  return [
    ...all.values(),
    ...own.values(),
    ...[...targets.values()].map((t) =>
      service(
        host,
        t.name,
        t.protocol,
        t.port,
        t.target,
        Math.max(1, Math.floor(100 / (counts.get(`${t.name} ${t.protocol ?? ''}`)?.length ?? 1))),
      ),
    ),
  ];
}

function service(host: string, port: string, protocol: string | undefined, number: number, target: string, weight: number): DnsRecord {
  return { name: `_${port}._${(protocol ?? 'TCP').toLowerCase()}.${host}`, type: 'SRV', value: `0 ${weight} ${number} ${target}` };
}

/** A name with fewer dots than this is first tried below the search domains. */
const NDOTS = 5;

/** The full names that a pod's resolver asks for one after the other, as the kubelet sets it up (dnsPolicy ClusterFirst). */
export function searched(name: string, namespace: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const below = [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN].map((d) => `${name}.${d}`);
  return name.split('.').length - 1 < NDOTS ? [...below, name] : [name, ...below];
}

/** What a pod of a namespace gets for a name: the records of the first name that there are any of; undefined where the cluster knows none. */
export function resolve(name: string, namespace: string, records: readonly DnsRecord[]): readonly DnsRecord[] | undefined {
  for (const full of searched(name, namespace)) {
    const found = records.filter((r) => r.name === full);
    if (found.length) return found;
  }
  return undefined;
}
