/** Keeps the EndpointSlices of Services. Source: pkg/controller/endpointslice and k8s.io/endpointslice (reconciler.go). */
import { equal } from '#shared/api/json.ts';
import { controllerReference, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { equalityMatcher } from '#shared/api/selector.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { services } from '#shared/kinds/core/service.ts';
import { endpointSlices } from '#shared/kinds/discovery/endpoint-slice.ts';
import type { Endpoint, EndpointSlice, Pod, Service } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, WatchRule } from '../controllers/controller.ts';
import { forEach, owned } from '../controllers/watch-rules.ts';
import { BY_NODE } from '../store/indexes.ts';
import type { Change } from '../store/store.ts';
import { endpointGroups, isHeadless, portsKey, type EndpointGroup, type EndpointPort } from './service-endpoints.ts';

const MANAGER = 'endpointslice-controller.k8s.io';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
const RESERVED: ReadonlySet<string> = new Set([MANAGED_BY, SERVICE_NAME, HEADLESS]);
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

const ZONE = 'topology.kubernetes.io/zone';

/** As many endpoints as one slice holds. */
const MOST_ENDPOINTS = 100;

export function endpointSliceController(): Controller {
  return {
    name: 'endpointslice-controller',
    watches: [forEach(services), owned(endpointSlices, services), selectedBy, placedBy],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const service = client.get(services, namespace, name);
      if (
        !service?.spec.selector ||
        !Object.keys(service.spec.selector).length ||
        service.spec.type === 'ExternalName' ||
        service.metadata.deletionTimestamp
      )
        return;
      reconcileSlices(service, client);
    },
  };
}

/** A node that comes, goes or changes its zone wakes the Services of its pods: endpoints say in which zone they are. */
const placedBy: WatchRule = {
  resource: 'core/nodes',
  *keys({ ref, before, after, known }: Change, client) {
    if (known || (before && after && before.metadata.labels?.[ZONE] === after.metadata.labels?.[ZONE])) return;
    for (const p of client.list(pods, { index: { name: BY_NODE, value: ref.name } })) yield* servicesOf(p, client);
  },
};

function* servicesOf(pod: Pod, client: Client): Iterable<string> {
  const namespace = namespaceOf(pod);
  for (const s of client.list(services, { namespace })) {
    const { selector } = s.spec;
    if (selector && Object.keys(selector).length && equalityMatcher(selector)(pod.metadata.labels))
      yield localKey(namespace, s.metadata.name);
  }
}

/** A pod wakes the Services that select it, by its labels as they were and as they are, if it changed as an endpoint. */
export const selectedBy: WatchRule = {
  resource: 'core/pods',
  *keys({ before, after }: Change, client) {
    const was = before as Pod | undefined;
    const is = after as Pod | undefined;
    if (was && is && !changedAsEndpoint(was, is)) return;
    const namespace = namespaceOf((is ?? was) as Pod);
    for (const s of client.list(services, { namespace })) {
      const { selector } = s.spec;
      if (!selector || !Object.keys(selector).length) continue;
      const matches = equalityMatcher(selector);
      if ((is && matches(is.metadata.labels)) || (was && was.metadata.labels !== is?.metadata.labels && matches(was.metadata.labels)))
        yield localKey(namespace, s.metadata.name);
    }
  },
};

function changedAsEndpoint(a: Pod, b: Pod): boolean {
  if (
    a.metadata.labels !== b.metadata.labels ||
    a.metadata.deletionTimestamp !== b.metadata.deletionTimestamp ||
    a.spec.nodeName !== b.spec.nodeName
  )
    return true;
  if (a.status === b.status) return false;
  const ready = (p: Pod) => p.status.conditions?.find((c) => c.type === 'Ready')?.status;
  return ready(a) !== ready(b) || a.status.phase !== b.status.phase || a.status.podIP !== b.status.podIP;
}

/** A slice as it should be; without a name it is a new one. */
interface Wanted {
  readonly name?: string;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

function reconcileSlices(service: Service, client: Client): void {
  const { namespace = '' } = service.metadata;
  const matches = equalityMatcher(service.spec.selector as Readonly<Record<string, string>>);
  const selected = client.list(pods, { namespace }).filter((p) => matches(p.metadata.labels));
  const groups = endpointGroups(service, selected, (n) => client.get(nodes, '', n));
  const existing = client
    .list(endpointSlices, { owner: service.metadata.uid })
    .filter((s) => s.metadata.labels?.[MANAGED_BY] === MANAGER && s.addressType === 'IPv4' && !s.metadata.deletionTimestamp);

  const wanted: Wanted[] = [];
  const spare: EndpointSlice[] = [];
  const byPorts = Map.groupBy(existing, (s) => portsKey(s.ports));
  for (const [key, group] of groups) {
    const result = fill(byPorts.get(key) ?? [], group);
    wanted.push(...result.wanted);
    spare.push(...result.spare);
  }
  for (const [key, slices] of byPorts) if (!groups.has(key)) spare.push(...slices);
  if (!wanted.length) wanted.push({ ports: [], endpoints: [] }); // a Service always has one, even if nothing is in it
  const triggers = triggerTimes(service, selected, existing);
  for (const w of wanted) {
    const slice = w.name === undefined ? spare.shift() : existing.find((s) => s.metadata.name === w.name);
    write(service, slice, w, triggers, client);
  }
  for (const s of spare) client.delete(endpointSlices, s);
}

/** Puts a group's endpoints into the slices it has: those that stay keep their place, new ones fill up, the rest gets new slices. */
function fill(
  slices: readonly EndpointSlice[],
  { ports, endpoints }: EndpointGroup,
): { readonly wanted: readonly Wanted[]; readonly spare: readonly EndpointSlice[] } {
  const left = new Map(endpoints);
  const kept = slices.map((slice) => {
    const stay: Endpoint[] = [];
    for (const e of slice.endpoints ?? []) {
      const uid = e.targetRef?.uid ?? '';
      const now = left.get(uid);
      if (!now) continue;
      stay.push(equal(now, e) ? e : now);
      left.delete(uid);
    }
    const changed = stay.length !== (slice.endpoints?.length ?? 0) || stay.some((e, i) => e !== slice.endpoints?.[i]);
    return { slice, stay, changed };
  });
  const spare = kept.filter((k) => k.stay.length === 0).map((k) => k.slice);
  const live = kept.filter((k) => k.stay.length > 0);
  const add = (to: Endpoint[]): void => {
    for (const [uid, e] of left) {
      if (to.length >= MOST_ENDPOINTS) return;
      to.push(e);
      left.delete(uid);
    }
  };
  for (const k of live.filter((s) => s.changed).sort((a, b) => b.stay.length - a.stay.length)) add(k.stay);
  const fits = live
    .filter((k) => !k.changed && k.stay.length + left.size <= MOST_ENDPOINTS)
    .sort((a, b) => b.stay.length - a.stay.length)[0];
  if (left.size && left.size < MOST_ENDPOINTS && fits) add(fits.stay);
  const wanted: Wanted[] = live.map((k) => ({ name: k.slice.metadata.name, ports, endpoints: k.stay }));
  while (left.size) {
    const fresh: Endpoint[] = [];
    add(fresh);
    wanted.push({ ports, endpoints: fresh });
  }
  return { wanted, spare };
}

/** When what a slice tells began to be so: the first of the changes it takes up. Undefined where no pod brought it about. */
function triggerTimes(service: Service, selected: readonly Pod[], existing: readonly EndpointSlice[]): (w: Wanted) => string | undefined {
  const look = () => ({
    told: new Map(existing.flatMap((s) => s.endpoints ?? []).map((e) => [e.targetRef?.uid, e])),
    since: new Map(selected.map((p) => [p.metadata.uid, p.status.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime])),
  });
  let looked: ReturnType<typeof look> | undefined;
  return ({ endpoints }) => {
    const { told, since } = (looked ??= look());
    const times = endpoints
      .filter((e) => told.get(e.targetRef?.uid)?.conditions?.ready !== e.conditions?.ready)
      .flatMap((e) => since.get(e.targetRef?.uid ?? '') ?? []);
    if (!existing.length) times.push(service.metadata.creationTimestamp);
    return times.sort()[0];
  };
}

function labelsFor(service: Service): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(service.metadata.labels ?? {}).filter(([k]) => !RESERVED.has(k)));
  return {
    ...own,
    ...(isHeadless(service) || !service.spec.clusterIP ? { [HEADLESS]: '' } : {}),
    [SERVICE_NAME]: service.metadata.name,
    [MANAGED_BY]: MANAGER,
  };
}

function write(
  service: Service,
  slice: EndpointSlice | undefined,
  wanted: Wanted,
  triggers: (w: Wanted) => string | undefined,
  client: Client,
): void {
  const labels = labelsFor(service);
  const { ports, endpoints } = wanted;
  if (!slice) {
    const trigger = triggers(wanted);
    client.create(endpointSlices, namespaceOf(service), {
      metadata: {
        generateName: `${service.metadata.name}-`,
        labels,
        ownerReferences: [controllerReference(service)],
        ...(trigger ? { annotations: { [TRIGGER_TIME]: trigger } } : {}),
      },
      addressType: 'IPv4',
      endpoints: sent(endpoints),
      ports: sent(ports),
    });
    return;
  }
  if (equal(slice.endpoints ?? [], endpoints) && equal(slice.ports ?? [], ports) && equal(slice.metadata.labels, labels)) return;
  const trigger = triggers(wanted);
  const { annotations, ...metadata } = slice.metadata;
  const { [TRIGGER_TIME]: _old, ...others } = annotations ?? {};
  const now = trigger ? { ...others, [TRIGGER_TIME]: trigger } : others;
  client.update(endpointSlices, {
    ...slice,
    metadata: { ...metadata, labels, ...(Object.keys(now).length ? { annotations: now } : {}) },
    endpoints: sent(endpoints),
    ports: sent(ports),
  });
}

/** A list as it arrives from a controller: in protobuf one that is empty is none, and one that is always told is then null. */
const sent = <T>(list: readonly T[]): readonly T[] => (list.length ? list : (null as unknown as readonly T[]));
