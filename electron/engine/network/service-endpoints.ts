/**
 * Which pods stand behind a Service, at which ports. Pure: a Service and pods in, endpoints out.
 * Source: k8s.io/endpointslice (utils.go, util/controller_utils.go).
 */
import { canonical } from '#shared/api/json.ts';
import { isSidecar } from '#shared/kinds/core/pod-requests.ts';
import { podCondition } from '#shared/kinds/core/pod-condition.ts';
import type { Endpoint, EndpointSlice, Node, Pod, Service, ServicePort } from '#shared/kinds/types.ts';

/** A port as an EndpointSlice lists it. */
export type EndpointPort = NonNullable<EndpointSlice['ports']>[number];

/** Endpoints that are reached at the same ports. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  /** By the pod's uid. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

/** True for a Service without an address of its own. */
export const isHeadless = (s: Service): boolean => s.spec.clusterIP === 'None';

/** A pod that has run to its end or has no address yet is no endpoint. One that goes still is, though not a ready one. */
export function canBeEndpoint(p: Pod): boolean {
  return p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed' && p.status.podIP !== undefined && p.status.podIP !== '';
}

export const isPodReady = (p: Pod): boolean => podCondition(p, 'Ready')?.status === 'True';

/** The number of the port that a Service port leads to in this pod; undefined where a name is found in no container. */
export function targetPort({ spec }: Pod, { targetPort: target, port, protocol }: ServicePort): number | undefined {
  if (typeof target === 'number') return target;
  if (target === undefined || target === '') return port;
  for (const c of [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)]) {
    for (const p of c.ports ?? []) if (p.name === target && (p.protocol ?? 'TCP') === (protocol ?? 'TCP')) return p.containerPort;
  }
  return undefined;
}

function portsFor(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((p): readonly EndpointPort[] => {
    const port = targetPort(pod, p);
    return port === undefined
      ? []
      : [
          {
            name: p.name ?? '',
            port,
            protocol: p.protocol ?? 'TCP',
            ...(p.appProtocol === undefined ? {} : { appProtocol: p.appProtocol }),
          },
        ];
  });
}

/** The pod as an endpoint of the Service: the same object for as long as pod, Service and node stay what they are. */
export function endpointOf(pod: Pod, service: Service, node: Node | undefined): Endpoint {
  const known = described.get(pod);
  if (known?.service === service && known.node === node) return known.endpoint;
  const endpoint = describe(pod, service, node);
  if (Object.isFrozen(pod)) described.set(pod, { service, node, endpoint });
  return endpoint;
}

const described = new WeakMap<Pod, { readonly service: Service; readonly node: Node | undefined; readonly endpoint: Endpoint }>();

function describe(pod: Pod, service: Service, node: Node | undefined): Endpoint {
  const { metadata, spec, status } = pod;
  const serving = isPodReady(pod);
  const terminating = metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  return {
    addresses: (status.podIPs ?? [{ ip: status.podIP as string }]).map((p) => p.ip).filter((ip) => ip.includes('.')),
    conditions: { ready, serving, terminating },
    ...(spec.hostname && spec.subdomain === service.metadata.name ? { hostname: spec.hostname } : {}),
    ...(spec.nodeName ? { nodeName: spec.nodeName } : {}),
    targetRef: { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid },
    ...(zone ? { zone } : {}),
    ...hints(service, ready, zone, spec.nodeName),
  };
}

/** Which zone or node should use the endpoint first, where the Service asks for traffic to stay near. */
function hints(
  { spec: { trafficDistribution } }: Service,
  ready: boolean,
  zone: string | undefined,
  node: string | undefined,
): Pick<Endpoint, 'hints'> {
  if (!ready || !NEAR.has(trafficDistribution ?? '')) return {};
  const forZones = zone ? { forZones: [{ name: zone }] } : {};
  const forNodes = trafficDistribution === 'PreferSameNode' && node ? { forNodes: [{ name: node }] } : {};
  const found = { ...forZones, ...forNodes };
  return Object.keys(found).length ? { hints: found } : {};
}

const NEAR: ReadonlySet<string> = new Set(['PreferClose', 'PreferSameZone', 'PreferSameNode']);

/** The endpoints of a Service among the pods that it selects, those with equal ports together; keyed by what the ports are. */
export function endpointGroups(
  service: Service,
  pods: readonly Pod[],
  nodeOf: (name: string) => Node | undefined,
): ReadonlyMap<string, EndpointGroup> {
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Map<string, Endpoint> }>();
  const portsOf = portsByTemplate((p) => portsFor(service, p));
  for (const pod of pods) {
    if (!canBeEndpoint(pod)) continue;
    const node = pod.spec.nodeName ? nodeOf(pod.spec.nodeName) : undefined;
    if (!node && !service.spec.publishNotReadyAddresses) continue;
    const endpoint = endpointOf(pod, service, node);
    if (!endpoint.addresses.length) continue;
    const { ports, key } = portsOf(pod);
    const group = groups.get(key);
    if (group) group.endpoints.set(pod.metadata.uid, endpoint);
    else groups.set(key, { ports, endpoints: new Map([[pod.metadata.uid, endpoint]]) });
  }
  return groups;
}

/** The ports that lead into a pod, worked out once for all pods that share their containers. */
export function portsByTemplate<P>(of: (pod: Pod) => readonly P[]): (pod: Pod) => { readonly ports: readonly P[]; readonly key: string } {
  const known = new Map<unknown, { readonly ports: readonly P[]; readonly key: string }>();
  return (pod) => {
    let found = known.get(pod.spec.containers);
    if (!found || pod.spec.initContainers?.length) {
      const ports = of(pod);
      found = { ports, key: portsKey(ports) };
      if (!pod.spec.initContainers?.length) known.set(pod.spec.containers, found);
    }
    return found;
  };
}

/** Equal for equal ports, in whatever order. */
export function portsKey(ports: readonly unknown[] | undefined): string {
  return (ports ?? [])
    .map((p) => canonical(p))
    .sort()
    .join();
}
