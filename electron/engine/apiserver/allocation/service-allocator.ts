/**
 * Gives Services their addresses, node ports and families. Source: pkg/registry/core/service/storage (alloc.go, storage.go).
 * What is taken is read off the Services that are there.
 */
import { ApiError, invalid, invalidObject, type FieldError } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import { services } from '#shared/kinds/core/service.ts';
import { validateClusterIPs } from '#shared/kinds/core/cluster-ip-validation.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Service, ServicePort } from '#shared/kinds/types.ts';
import type { Random } from '../../clock/random.ts';
import { formatIPv4, holdsAddress, parseIPv4 } from '../../network/ipv4.ts';
import { NODE_PORTS, serviceRanges } from '../../network/service-range.ts';
import type { Allocator, Core } from '../context.ts';

const SERVICES = resourceOf(services);
const about = { group: '', kind: 'Service' };
type Spec = Service['spec'];

/** Numbers that a person may ask for lie low; what is drawn lies above, so that the two seldom meet. */
const BAND = { addresses: { least: 16, most: 256, part: 16 }, ports: { least: 16, most: 128, part: 32 } } as const;

function band(size: number, { least, most, part }: { least: number; most: number; part: number }): number {
  return size <= least ? 0 : Math.min(Math.max(least, Math.floor(size / part)), most);
}

/** What other Services have. */
class Taken {
  readonly addresses = new Set<string>();
  readonly ports = new Set<number>();

  constructor(core: Core, except: string) {
    for (const s of core.store.list({ resource: SERVICES }) as readonly Service[]) {
      if (s.metadata.uid === except) continue;
      for (const ip of s.spec.clusterIPs ?? []) this.addresses.add(ip);
      for (const p of s.spec.ports ?? []) if (p.nodePort) this.ports.add(p.nodePort);
      if (s.spec.healthCheckNodePort) this.ports.add(s.spec.healthCheckNodePort);
    }
  }
}

const refused = (name: string, errors: readonly FieldError[]) => invalidObject(about, name, errors);
const internal = (why: string) => new ApiError('InternalError', `Internal error occurred: ${why}`);

const isExternal = (s: Spec) => s.type === 'ExternalName';
const usesNodePorts = (s: Spec) => s.type === 'NodePort' || s.type === 'LoadBalancer';
const drawsNodePorts = (s: Spec) => s.type === 'NodePort' || (s.type === 'LoadBalancer' && (s.allocateLoadBalancerNodePorts ?? true));
const needsHealthCheck = (s: Spec) => s.type === 'LoadBalancer' && s.externalTrafficPolicy === 'Local';

export const serviceAllocator: Allocator = {
  resource: SERVICES,
  allocate(c, o, before, core) {
    const service = o as Service;
    const previous = before as Service | undefined;
    const spec = withAddressesInStep(previous ? withKeptValues(service.spec, previous.spec) : service.spec, previous?.spec);
    const wrong = validateClusterIPs(spec, previous?.spec);
    if (wrong.length) throw refused(service.metadata.name, wrong);
    const random = core.random.fork(`service:${c.namespace}/${service.metadata.name}:${core.store.nextRevision}`);
    let taken: Taken | undefined;
    const others = () => (taken ??= new Taken(core, previous?.metadata.uid ?? ''));
    let next = withFamilies(spec, previous?.spec, service.metadata.name);
    next = withAddress(next, previous?.spec, service.metadata.name, core, random, others);
    next = withNodePorts(next, previous?.spec, service.metadata.name, random, others);
    return equal(next, service.spec) ? o : ({ ...service, spec: next } as Service);
  },
};

/** What a client did not send again stays: it was allocated, not forgotten. Source: patchAllocatedValues. */
function withKeptValues(spec: Spec, old: Spec): Spec {
  let next = spec;
  if (!isExternal(old) && !isExternal(spec)) {
    if (!next.clusterIP && old.clusterIP) next = { ...next, clusterIP: old.clusterIP };
    if (!next.clusterIPs?.length && old.clusterIPs?.length) next = { ...next, clusterIPs: old.clusterIPs };
  }
  if (drawsNodePorts(old) && drawsNodePorts(spec)) {
    const now = new Set((spec.ports ?? []).map((p) => p.nodePort));
    const used = new Set((old.ports ?? []).map((p) => p.nodePort).filter((n) => n && now.has(n)));
    const byName = new Map((old.ports ?? []).map((p) => [p.name ?? '', p.nodePort]));
    const kept = (p: ServicePort): ServicePort => {
      const known = p.nodePort ? undefined : byName.get(p.name ?? '');
      return known && !used.has(known) ? { ...p, nodePort: known } : p;
    };
    next = { ...next, ports: (spec.ports ?? []).map(kept) };
  }
  if (needsHealthCheck(old) && needsHealthCheck(spec) && !next.healthCheckNodePort && old.healthCheckNodePort)
    next = { ...next, healthCheckNodePort: old.healthCheckNodePort };
  return next;
}

/** clusterIP and clusterIPs say the same. Source: normalizeClusterIPs. */
function withAddressesInStep(spec: Spec, old: Spec | undefined): Spec {
  if (!old) return spec.clusterIP && !spec.clusterIPs?.length ? { ...spec, clusterIPs: [spec.clusterIP] } : spec;
  let next = spec;
  if (old.clusterIPs?.length && !next.clusterIPs?.length && old.clusterIP === next.clusterIP)
    next = { ...next, clusterIPs: old.clusterIPs };
  if (old.clusterIP === next.clusterIP || !equal(old.clusterIPs ?? [], next.clusterIPs ?? [])) return next;
  if (old.clusterIP && !next.clusterIP) {
    const { clusterIPs: _cleared, ...rest } = next;
    return rest;
  }
  return { ...next, clusterIPs: [next.clusterIP ?? ''] };
}

/** Source: initIPFamilyFields, in a cluster of IPv4 only. */
function withFamilies(spec: Spec, old: Spec | undefined, name: string): Spec {
  if (isExternal(spec)) return spec;
  const lonely = spec.clusterIP === 'None' && !Object.keys(spec.selector ?? {}).length;
  const policy = spec.ipFamilyPolicy ?? old?.ipFamilyPolicy ?? (lonely ? 'RequireDualStack' : 'SingleStack');
  let families = spec.ipFamilies ?? [];
  const errors: FieldError[] = [];
  if (policy === 'SingleStack') {
    if ((spec.clusterIPs?.length ?? 0) === 2)
      errors.push(
        invalid('spec.ipFamilyPolicy', policy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"),
      );
    if (families.length === 2)
      errors.push(
        invalid('spec.ipFamilyPolicy', policy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"),
      );
  }
  (spec.clusterIPs ?? []).forEach((ip, i) => {
    if (ip === 'None' || i < families.length) return;
    if (ip.includes(':')) errors.push(invalid(`spec.clusterIPs[${i}]`, spec.clusterIPs, 'IPv6 is not configured on this cluster'));
    else families = [...families, 'IPv4'];
  });
  if (errors.length) throw refused(name, errors);
  if (lonely) {
    if (!families.length) families = ['IPv4'];
    if (families.length < 2 && policy !== 'SingleStack') families = [...families, families[0] === 'IPv4' ? 'IPv6' : 'IPv4'];
    return { ...spec, ipFamilyPolicy: policy, ipFamilies: families };
  }
  if (policy === 'RequireDualStack')
    errors.push(invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'));
  families.forEach((f, i) => {
    if (f !== 'IPv4') errors.push(invalid(`spec.ipFamilies[${i}]`, f, 'not configured on this cluster'));
  });
  if (errors.length) throw refused(name, errors);
  return { ...spec, ipFamilyPolicy: policy, ipFamilies: families.length ? families : ['IPv4'] };
}

/** Source: allocClusterIPs, updateClusterIPs. */
function withAddress(spec: Spec, old: Spec | undefined, name: string, core: Core, random: Random, taken: () => Taken): Spec {
  if (isExternal(spec) || spec.clusterIPs?.[0] === 'None' || (old && !isExternal(old))) return spec;
  const asked = spec.clusterIPs?.[0] ?? '';
  const fail = (why: string) => refused(name, [invalid('spec.clusterIPs', spec.clusterIPs?.length ? spec.clusterIPs : [''], why)]);
  if (asked === '') {
    const drawn = drawAddress(core, random, taken());
    if (drawn === undefined) throw internal(`failed to allocate a serviceIP for Service "${name}": range is full`);
    return { ...spec, clusterIP: drawn, clusterIPs: [drawn] };
  }
  const n = parseIPv4(asked);
  const ranges = serviceRanges(core);
  if (n === undefined) throw internal(`failed to parse service IP ${JSON.stringify(asked)}`);
  const range = ranges.find((r) => holdsAddress(r, n));
  if (!range || n === range.base || n === range.base + range.size - 1)
    throw fail(
      `failed to allocate IP ${asked}: the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${ranges.map((r) => r.text).join(', ')}`,
    );
  if (taken().addresses.has(asked)) throw fail(`failed to allocate IP ${asked}: provided IP is already allocated`);
  return { ...spec, clusterIP: asked };
}

function drawAddress(core: Core, random: Random, { addresses }: Taken): string | undefined {
  for (const { base, size } of serviceRanges(core)) {
    const usable = size - 2;
    const low = band(usable, BAND.addresses);
    const at = draw(usable, low, random, (i) => !addresses.has(formatIPv4(base + 1 + i)));
    if (at !== undefined) return formatIPv4(base + 1 + at);
  }
  return undefined;
}

/** A free one of `size` numbers: drawn from those above `low`, or else the first that is free below. */
function draw(size: number, low: number, random: Random, free: (i: number) => boolean): number | undefined {
  const start = low + random.int(size - low);
  for (let k = 0; k < size - low; k++) {
    const i = low + ((start - low + k) % (size - low));
    if (free(i)) return i;
  }
  for (let i = 0; i < low; i++) if (free(i)) return i;
  return undefined;
}

/** Source: initNodePorts, updateNodePorts, allocHealthCheckNodePort. */
function withNodePorts(spec: Spec, old: Spec | undefined, name: string, random: Random, taken: () => Taken): Spec {
  let next = spec;
  const mine = new Set<number>();
  const had = new Set((old && usesNodePorts(old) ? (old.ports ?? []) : []).map((p) => p.nodePort ?? 0));
  const claim = (port: number): string | undefined => {
    if (port < NODE_PORTS.first || port > NODE_PORTS.last)
      return `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.first}-${NODE_PORTS.last}`;
    if (mine.has(port) || taken().ports.has(port)) return 'provided port is already allocated';
    mine.add(port);
    return undefined;
  };
  const drawPort = (): number => {
    const size = NODE_PORTS.last - NODE_PORTS.first + 1;
    const at = draw(
      size,
      band(size, BAND.ports),
      random,
      (i) => !mine.has(NODE_PORTS.first + i) && !taken().ports.has(NODE_PORTS.first + i),
    );
    if (at === undefined) throw internal('failed to allocate a nodePort: range is full');
    mine.add(NODE_PORTS.first + at);
    return NODE_PORTS.first + at;
  };
  if (usesNodePorts(spec)) {
    const ports = spec.ports ?? [];
    const byPort = new Map<number, number>();
    for (const p of ports) if (p.nodePort && had.has(p.nodePort)) mine.add(p.nodePort);
    const given = ports.map((p, i): ServicePort => {
      if (!p.nodePort && !drawsNodePorts(spec)) return p;
      const shared = old ? undefined : (byPort.get(p.port) ?? ports.find((q) => q.port === p.port && q.nodePort)?.nodePort);
      const wanted = p.nodePort || shared;
      if (wanted) {
        const sharedAlready = byPort.get(p.port) === wanted;
        const why = had.has(wanted) || sharedAlready ? undefined : claim(wanted);
        if (why) throw refused(name, [invalid(`spec.ports[${i}].nodePort`, wanted, why)]);
        byPort.set(p.port, wanted);
        return p.nodePort === wanted ? p : { ...p, nodePort: wanted };
      }
      const drawn = drawPort();
      byPort.set(p.port, drawn);
      return { ...p, nodePort: drawn };
    });
    if (given.some((p, i) => p !== ports[i])) next = { ...next, ports: given };
  }
  if (!needsHealthCheck(spec) || (old && needsHealthCheck(old))) return next;
  const asked = spec.healthCheckNodePort ?? 0;
  if (!asked) return { ...next, healthCheckNodePort: drawPort() };
  const why = claim(asked);
  if (why) throw internal(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`);
  return next;
}
