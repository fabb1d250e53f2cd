/**
 * The provider's load balancers: a Service of type LoadBalancer gets an address after the time the provider takes, and
 * loses it when it goes or changes its type. A cluster whose nodes are no provider's has none: the address stays pending.
 * Source: cloud-provider/controllers/service.
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { services } from '#shared/kinds/core/service.ts';
import { providerOf, type ProviderProfile } from '#shared/kinds/drydock/providers.ts';
import type { Service } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { eventsAbout, lastSeenMs, recordEvent, type Occurrence } from '../controllers/events.ts';
import { forEach } from '../controllers/watch-rules.ts';
import { formatIPv4, parseCidr } from '../network/ipv4.ts';
import { PROVIDER } from './pool-machine.ts';

const NAME = 'service-controller';
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** Blocks that no machine on the Internet has (RFC 5737, RFC 2544): nobody can mistake the addresses for real ones. */
const PUBLIC = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24', '198.18.0.0/15'].map(
  (text) => parseCidr(text) as NonNullable<ReturnType<typeof parseCidr>>,
);

export function loadBalancerController(): Controller {
  return {
    name: NAME,
    watches: [
      forEach(services),
      {
        resource: 'core/nodes',
        *keys({ before, after }, client) {
          // the first and the last node of a provider decide whether there is one
          if ((before && after) || !(before ?? after)?.metadata.labels?.[PROVIDER]) return;
          for (const s of client.list(services)) if (wantsBalancer(s)) yield localKey(s.metadata.namespace ?? '', s.metadata.name);
        },
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const service = client.get(services, namespace, name);
      if (!service) return undefined;
      if (!wantsBalancer(service)) return letGo(service, client);
      const provider = providerHere(client);
      return provider ? ensure(service, provider, client) : undefined;
    },
  };
}

/** True where the Service asks the provider, and not a controller of its own class, for a balancer. */
function wantsBalancer({ metadata, spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined;
}

function providerHere(client: Client): ProviderProfile | undefined {
  const marked = client.list(nodes).find((n) => n.metadata.labels?.[PROVIDER] !== undefined);
  return marked && providerOf(marked.metadata.labels?.[PROVIDER]);
}

function ensure(given: Service, provider: ProviderProfile, client: Client): Requeue | void {
  const finalizers = given.metadata.finalizers ?? [];
  const has = given.status.loadBalancer?.ingress?.length;
  const service = finalizers.includes(FINALIZER)
    ? given
    : client.update(services, { ...given, metadata: { ...given.metadata, finalizers: [...finalizers, FINALIZER] } });
  if (has) return undefined;
  const asked = askedAtMs(service, client);
  const { min, max } = provider.loadBalancerMs;
  if (asked === undefined) say(service, client, 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const takes = min + client.random.fork(`load-balancer:${service.metadata.uid}:${service.metadata.generation ?? 0}`).int(max - min + 1);
  const left = (asked ?? client.wholeMs) + takes - client.wallMs;
  if (left > 0) return { requeueAfter: left };
  client.updateStatus(services, {
    ...service,
    status: { ...service.status, loadBalancer: { ingress: [addressFor(service, provider, client)] } },
  });
  say(service, client, 'EnsuredLoadBalancer', 'Ensured load balancer');
  return undefined;
}

/** Since when the provider is at it: what its event says, which is how it is known after a restart. */
function askedAtMs(service: Service, client: Client): Ms | undefined {
  const said = eventsAbout(client, service)
    .filter((e) => e.reason === 'EnsuringLoadBalancer')
    .map(lastSeenMs);
  const done = eventsAbout(client, service)
    .filter((e) => e.reason === 'DeletedLoadBalancer')
    .map(lastSeenMs);
  const last = Math.max(...said);
  return said.length && last >= Math.max(0, ...done) ? Math.max(last, parseTime(service.metadata.creationTimestamp) ?? 0) : undefined;
}

function letGo(service: Service, client: Client): void {
  const finalizers = service.metadata.finalizers ?? [];
  if (!finalizers.includes(FINALIZER)) return;
  say(service, client, 'DeletingLoadBalancer', 'Deleting load balancer');
  const status = { ...service.status, loadBalancer: {} };
  const cleared = equal(status, service.status) ? service : client.updateStatus(services, { ...service, status });
  say(service, client, 'DeletedLoadBalancer', 'Deleted load balancer');
  const { finalizers: _all, ...metadata } = cleared.metadata;
  const rest = finalizers.filter((f) => f !== FINALIZER);
  client.update(services, { ...cleared, metadata: { ...metadata, ...(rest.length ? { finalizers: rest } : {}) } });
}

function say(service: Service, client: Client, reason: string, message: string): void {
  const what: Occurrence = { type: 'Normal', reason, message };
  recordEvent(client, { component: NAME }, service, what);
}

type Ingress = NonNullable<NonNullable<Service['status']['loadBalancer']>['ingress']>[number];

/** A name where the provider gives names (EKS), else the address the Service asks for, else a free one. */
function addressFor(service: Service, provider: ProviderProfile, client: Client): Ingress {
  const random = client.random.fork(`load-balancer-address:${service.metadata.uid}`);
  if (provider.name === 'eks') return { hostname: `a${random.suffix(31)}.${provider.region}.elb.amazonaws.com` };
  if (service.spec.loadBalancerIP) return { ip: service.spec.loadBalancerIP, ipMode: 'VIP' };
  const taken = new Set(client.list(services).flatMap((s) => (s.status.loadBalancer?.ingress ?? []).map((i) => i.ip)));
  for (const { base, size } of PUBLIC) {
    const from = random.int(size - 2);
    for (let i = 0; i < size - 2; i++) {
      const ip = formatIPv4(base + 1 + ((from + i) % (size - 2)));
      if (!taken.has(ip)) return { ip, ipMode: 'VIP' };
    }
  }
  return { ip: formatIPv4((PUBLIC[0] as { base: number }).base + 1), ipMode: 'VIP' };
}
