/** Keeps the Endpoints of Services that select pods, beside their EndpointSlices. Source: pkg/controller/endpoint. */
import { equal } from '#shared/api/json.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { equalityMatcher } from '#shared/api/selector.ts';
import { repackedSubsets } from '#shared/kinds/core/endpoint-subsets.ts';
import { endpoints } from '#shared/kinds/core/endpoints.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { services } from '#shared/kinds/core/service.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '#shared/kinds/generated/types.ts';
import type { Endpoints, Pod, Service } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { forEach } from '../controllers/watch-rules.ts';
import { selectedBy } from './endpoint-slice-controller.ts';
import { canBeEndpoint, isHeadless, isPodReady, portsByTemplate, targetPort } from './service-endpoints.ts';

const HEADLESS = 'service.kubernetes.io/headless';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const MANAGER = 'endpoint-controller';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

/** As many addresses as an Endpoints object holds. */
const MOST_ADDRESSES = 1000;

export function endpointsController(): Controller {
  return {
    name: 'endpoint-controller',
    watches: [forEach(services), selectedBy, { resource: 'core/endpoints', keys: ({ ref }) => [localKey(ref.namespace, ref.name)] }],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const service = client.get(services, namespace, name);
      const current = client.get(endpoints, namespace, name);
      if (!service) {
        if (current && current.metadata.annotations?.[LEADER] === undefined) client.delete(endpoints, current);
        return;
      }
      const { selector, type } = service.spec;
      if (type === 'ExternalName' || !selector || !Object.keys(selector).length || service.metadata.deletionTimestamp) return;
      const matches = equalityMatcher(selector);
      write(
        service,
        client.list(pods, { namespace }).filter((p) => matches(p.metadata.labels)),
        current,
        client,
      );
    },
  };
}

/** Addresses that are reached at the same ports. */
interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

function subsetsOf(service: Service, selected: readonly Pod[]): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  const publishes = service.spec.publishNotReadyAddresses === true;
  const servicePorts = service.spec.ports ?? [];
  const portsOf = portsByTemplate((pod) =>
    servicePorts
      .flatMap((p): readonly EndpointPort[] => {
        const port = targetPort(pod, p);
        return port === undefined
          ? []
          : [
              {
                ...(p.name ? { name: p.name } : {}),
                port,
                protocol: p.protocol ?? 'TCP',
                ...(p.appProtocol === undefined ? {} : { appProtocol: p.appProtocol }),
              },
            ];
      })
      .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
  );
  for (const pod of selected) {
    if (!canBeEndpoint(pod) || (pod.metadata.deletionTimestamp !== undefined && !publishes)) continue;
    const { ports, key } = portsOf(pod);
    if (!ports.length && !(isHeadless(service) && !servicePorts.length)) continue;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { ports, ready: [], notReady: [] }));
    (publishes || isPodReady(pod) ? group.ready : group.notReady).push(address(pod, service));
  }
  const all = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, g]) => g);
  const room = { ready: MOST_ADDRESSES, notReady: 0 };
  room.notReady = Math.max(0, MOST_ADDRESSES - all.reduce((n, g) => n + g.ready.length, 0));
  return repackedSubsets(
    all.map(({ ports, ready, notReady }) => {
      const addresses = take(ready, room, 'ready');
      const notReadyAddresses = take(notReady, room, 'notReady');
      return {
        ...(addresses.length ? { addresses } : {}),
        ...(notReadyAddresses.length ? { notReadyAddresses } : {}),
        ...(ports.length ? { ports } : {}),
      };
    }),
  );
}

/** In order of their addresses, as many as there is room for: ready ones first. */
function take(
  list: readonly EndpointAddress[],
  room: { ready: number; notReady: number },
  which: 'ready' | 'notReady',
): readonly EndpointAddress[] {
  const order = (a: EndpointAddress) => `${a.ip}\n${a.targetRef?.uid ?? ''}`;
  const taken = [...list].sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, room[which]);
  room[which] -= taken.length;
  return taken;
}

function address(pod: Pod, service: Service): EndpointAddress {
  const known = described.get(pod);
  if (known?.service === service.metadata.name) return known.address;
  const found = describe(pod, service);
  if (Object.isFrozen(pod)) described.set(pod, { service: service.metadata.name, address: found });
  return found;
}

const described = new WeakMap<Pod, { readonly service: string; readonly address: EndpointAddress }>();

function describe({ metadata, spec, status }: Pod, service: Service): EndpointAddress {
  return {
    ip: status.podIP ?? '',
    ...(spec.nodeName ? { nodeName: spec.nodeName } : {}),
    ...(spec.hostname && spec.subdomain === service.metadata.name ? { hostname: spec.hostname } : {}),
    targetRef: { kind: 'Pod', namespace: namespaceOf({ metadata }), name: metadata.name, uid: metadata.uid },
  };
}

function write(service: Service, selected: readonly Pod[], current: Endpoints | undefined, client: Client): void {
  const subsets = subsetsOf(service, selected);
  const over = selected.filter(canBeEndpoint).length > MOST_ADDRESSES;
  const labels = {
    ...service.metadata.labels,
    ...(isHeadless(service) || !service.spec.clusterIP ? { [HEADLESS]: '' } : {}),
    [MANAGED_BY]: MANAGER,
  };
  const { [TRIGGER_TIME]: _old, [OVER_CAPACITY]: known, ...others } = current?.metadata.annotations ?? {};
  if (current && equal(current.subsets ?? [], subsets) && equal(current.metadata.labels, labels) && (known !== undefined) === over) return;
  const trigger = triggerTime(service, selected, current);
  const annotations = { ...others, ...(trigger ? { [TRIGGER_TIME]: trigger } : {}), ...(over ? { [OVER_CAPACITY]: 'truncated' } : {}) };
  const { annotations: _annotations, ...metadata } = current?.metadata ?? { name: service.metadata.name };
  const next = { ...metadata, labels, ...(Object.keys(annotations).length ? { annotations } : {}) };
  const content = subsets.length ? { subsets } : {};
  if (!current) client.create(endpoints, namespaceOf(service), { metadata: next, ...content });
  else
    client.update(endpoints, {
      apiVersion: current.apiVersion,
      kind: current.kind,
      metadata: { ...current.metadata, ...next, annotations },
      ...content,
    });
}

/** When what is told began to be so: the first of the changes that it takes up. */
function triggerTime(service: Service, selected: readonly Pod[], current: Endpoints | undefined): string | undefined {
  const told = new Set((current?.subsets ?? []).flatMap((s) => s.addresses ?? []).map((a) => a.targetRef?.uid));
  const times = selected.flatMap((p) =>
    isPodReady(p) === told.has(p.metadata.uid) ? [] : (p.status.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime ?? []),
  );
  if (!current) times.push(service.metadata.creationTimestamp);
  return times.sort()[0];
}
