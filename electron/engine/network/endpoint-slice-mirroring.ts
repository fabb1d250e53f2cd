/** Mirrors Endpoints that somebody wrote by hand, for a Service without a selector, into EndpointSlices. Source: pkg/controller/endpointslicemirroring. */
import { equal } from '#shared/api/json.ts';
import { controllerReference } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { endpoints } from '#shared/kinds/core/endpoints.ts';
import { services } from '#shared/kinds/core/service.ts';
import { endpointSlices } from '#shared/kinds/discovery/endpoint-slice.ts';
import type { EndpointAddress, EndpointSubset } from '#shared/kinds/generated/types.ts';
import type { Endpoint, Endpoints, EndpointSlice } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { forEach } from '../controllers/watch-rules.ts';

const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
]);

/** As many addresses of a subset are mirrored. */
const MOST_ADDRESSES = 1000;

export function endpointSliceMirroring(): Controller {
  return {
    name: 'endpointslice-mirroring-controller',
    watches: [
      forEach(endpoints),
      forEach(services),
      {
        resource: 'discovery.k8s.io/endpointslices',
        keys: ({ ref, before, after }) => {
          const { [MANAGED_BY]: by, [SERVICE_NAME]: name } = (after ?? before)?.metadata.labels ?? {};
          return by === MANAGER && name ? [localKey(ref.namespace, name)] : [];
        },
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const source = client.get(endpoints, namespace, name);
      const service = client.get(services, namespace, name);
      const mirrored =
        source &&
        !source.metadata.deletionTimestamp &&
        source.metadata.labels?.[SKIP] !== 'true' &&
        source.metadata.annotations?.[LEADER] === undefined &&
        service &&
        !service.spec.selector;
      const existing = source
        ? client.list(endpointSlices, { owner: source.metadata.uid }).filter((s) => s.metadata.labels?.[MANAGED_BY] === MANAGER)
        : [];
      const wanted = mirrored ? (source.subsets ?? []).flatMap(slicesOf) : [];
      existing.slice(wanted.length).forEach((s) => {
        client.delete(endpointSlices, s);
      });
      wanted.forEach((w, i) => {
        if (source) write(source, existing[i], w, client);
      });
    },
  };
}

type Content = Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>;

/** The slices of a subset: one for each family of its addresses. */
function slicesOf({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset): readonly Content[] {
  const all = [...addresses.map((a) => endpoint(a, true)), ...notReadyAddresses.map((a) => endpoint(a, false))];
  const named = ports.map((p) => ({
    name: p.name ?? '',
    port: p.port,
    protocol: p.protocol ?? 'TCP',
    ...(p.appProtocol === undefined ? {} : { appProtocol: p.appProtocol }),
  }));
  return (['IPv4', 'IPv6'] as const).flatMap((addressType) => {
    const own = all.filter((e) => (e.addresses[0] ?? '').includes(':') === (addressType === 'IPv6')).slice(0, MOST_ADDRESSES);
    return own.length ? [{ addressType, endpoints: own, ports: named }] : [];
  });
}

function endpoint({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  };
}

function write(source: Endpoints, slice: EndpointSlice | undefined, wanted: Content, client: Client): void {
  const labels = { ...source.metadata.labels, [SERVICE_NAME]: source.metadata.name, [MANAGED_BY]: MANAGER };
  const annotations = Object.fromEntries(Object.entries(source.metadata.annotations ?? {}).filter(([k]) => !OWN_ANNOTATIONS.has(k)));
  const told = Object.keys(annotations).length ? { annotations } : {};
  if (slice && slice.addressType !== wanted.addressType) client.delete(endpointSlices, slice);
  if (slice?.addressType !== wanted.addressType)
    client.create(endpointSlices, source.metadata.namespace ?? '', {
      metadata: { generateName: `${source.metadata.name}-`, labels, ...told, ownerReferences: [controllerReference(source)] },
      ...wanted,
    });
  else if (
    !equal(slice.endpoints ?? [], wanted.endpoints) ||
    !equal(slice.ports ?? [], wanted.ports) ||
    !equal(slice.metadata.labels, labels)
  )
    client.update(endpointSlices, { ...slice, metadata: { ...slice.metadata, labels, ...told }, ...wanted });
}
