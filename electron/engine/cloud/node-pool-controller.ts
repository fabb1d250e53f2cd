/**
 * Makes the machines of NodePools: as many Nodes as the pool asks for, spread over its zones, each after the time a
 * machine of the provider takes to start. A pool that shrinks drains the nodes it gives back.
 */
import { equal } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { formatLabelSelector } from '#shared/api/selector.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { podDisruptionBudgets } from '#shared/kinds/policy/pod-disruption-budget.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { isDown, STATE } from '#shared/kinds/drydock/machine.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { providerOf } from '#shared/kinds/drydock/providers.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import type { Node, PodDisruptionBudget } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller, Requeue } from '../controllers/controller.ts';
import { forEach, owned } from '../controllers/watch-rules.ts';
import { isReady } from '../kubelet/node-kind.ts';
import { drain, podsToMove } from './drain.ts';
import { nodeDraft, POOL } from './pool-machine.ts';

/** On a node that is being given back: since when. */
export const REMOVING = 'drydock.dev/removing-since';
/** On a pool: zones that have failed, 'a,b'. Its nodes there are switched off. */
export const ZONES_DOWN = 'drydock.dev/zones-down';

/** A node that cannot be emptied is taken away all the same after this long. */
const PATIENCE_MS: Ms = 600_000;
/** How often to try again to evict what a budget holds. */
const RETRY_MS: Ms = 5000;

const ZONE = 'topology.kubernetes.io/zone';

export function nodePoolController(): Controller {
  return {
    name: 'node-pool-controller',
    watches: [
      forEach(nodePools),
      owned(nodes, nodePools),
      {
        resource: 'core/pods',
        *keys({ before, after }, client) {
          // A pod that leaves may be the last one a node that goes was waiting for.
          const name = (before as { spec?: { nodeName?: string } } | undefined)?.spec?.nodeName;
          if (after || !name) return;
          const node = client.get(nodes, '', name);
          const pool = node?.metadata.annotations?.[REMOVING] === undefined ? undefined : node.metadata.labels?.[POOL];
          if (pool) yield localKey('', pool);
        },
      },
      {
        resource: resourceOf(podDisruptionBudgets),
        *keys({ before, after }, client) {
          // A budget that allows more, or is gone, may let go what it held.
          const allowed = (b: ApiObject | undefined) =>
            (b as PodDisruptionBudget | undefined)?.status.disruptionsAllowed ?? (b ? 0 : Infinity);
          if (!before || allowed(after) <= allowed(before)) return;
          for (const n of client.list(nodes)) if (isGoing(n) && n.metadata.labels?.[POOL]) yield localKey('', n.metadata.labels[POOL]);
        },
      },
    ],
    reconcile(key, client) {
      const pool = client.get(nodePools, '', splitLocalKey(key).name);
      if (!pool || pool.metadata.deletionTimestamp) return undefined;
      const own = client.list(nodes, { owner: pool.metadata.uid }).filter((n) => !n.metadata.deletionTimestamp);
      switchZones(pool, own, client);
      const requeue = resize(pool, own, client);
      report(pool, client);
      return requeue;
    },
  };
}

function resize(pool: NodePool, own: readonly Node[], client: Client): Requeue | void {
  const wanted = pool.spec.replicas ?? 0;
  const going = own.filter(isGoing);
  const staying = own.filter((n) => !isGoing(n));
  if (staying.length < wanted) {
    const back = going.slice(0, wanted - staying.length);
    for (const n of back) keep(n, client);
    for (let i = staying.length + back.length; i < wanted; i++) add(pool, client);
    going.splice(0, back.length);
  } else {
    for (const n of leastMissed(staying, client).slice(0, staying.length - wanted)) going.push(letGo(n, client));
  }
  return remove(going, client);
}

const isGoing = (n: Node): boolean => n.metadata.annotations?.[REMOVING] !== undefined;

/** Adds a machine in the zone that has the fewest, under the lowest number that is free. */
function add(pool: NodePool, client: Client): void {
  const own = client.list(nodes, { owner: pool.metadata.uid });
  const names = new Set(client.list(nodes).map((n) => n.metadata.name));
  let number = 1;
  while (names.has(`${pool.metadata.name}-${number}`)) number++;
  const name = `${pool.metadata.name}-${number}`;
  const provider = providerOf(pool.spec.provider);
  const { min, max } = provider.bootMs;
  const bootMs = min + client.random.fork(`boot:${pool.metadata.uid}:${name}:${client.core.store.nextRevision}`).int(max - min + 1);
  client.create(nodes, '', nodeDraft(pool, name, emptiestZone(pool.spec.zones?.length ? pool.spec.zones : provider.zones, own), bootMs));
}

function emptiestZone(zones: readonly string[], own: readonly Node[]): string | undefined {
  const counts = zones.map((z) => own.filter((n) => n.metadata.labels?.[ZONE] === z).length);
  return zones[counts.indexOf(Math.min(...counts))];
}

/** Nodes in the order they are best given back: those that serve nothing yet, cordoned ones, those of the fullest zone, with the fewest pods, the newest. */
function leastMissed(list: readonly Node[], client: Client): readonly Node[] {
  const zones = Map.groupBy(list, (n) => n.metadata.labels?.[ZONE] ?? '');
  const facts = list.map((node) => ({
    node,
    order: [
      isReady(node) ? 1 : 0,
      node.spec.unschedulable ? 0 : 1,
      -(zones.get(node.metadata.labels?.[ZONE] ?? '')?.length ?? 0),
      podsToMove(client, node.metadata.name).length,
      -(parseTime(node.metadata.creationTimestamp) ?? 0),
    ],
  }));
  return facts
    .sort((a, b) => {
      const i = a.order.findIndex((x, k) => x !== b.order[k]);
      return i >= 0
        ? (a.order[i] as number) - (b.order[i] as number)
        : b.node.metadata.name.length - a.node.metadata.name.length || (a.node.metadata.name < b.node.metadata.name ? 1 : -1);
    })
    .map((f) => f.node);
}

function letGo(n: Node, client: Client): Node {
  return client.update(nodes, {
    ...n,
    metadata: { ...n.metadata, annotations: { ...n.metadata.annotations, [REMOVING]: client.timestamp } },
    spec: { ...n.spec, unschedulable: true },
  });
}

function keep(n: Node, client: Client): void {
  const { [REMOVING]: _since, ...annotations } = n.metadata.annotations ?? {};
  const { unschedulable: _cordoned, ...spec } = n.spec;
  client.update(nodes, { ...n, metadata: { ...n.metadata, annotations }, spec });
}

/** Drains nodes that go, and takes them away once they are empty or patience is at an end. */
function remove(going: readonly Node[], client: Client): Requeue | void {
  let soonest: Ms | undefined;
  for (const n of going) {
    const since = parseTime(n.metadata.annotations?.[REMOVING]) ?? client.wallMs;
    const left = since + PATIENCE_MS - client.wallMs;
    if (drain(client, n.metadata.name) || left <= 0 || isDown(n)) {
      client.delete(nodes, n);
      continue;
    }
    soonest = Math.min(soonest ?? Infinity, left, RETRY_MS - ((client.wallMs - since) % RETRY_MS));
  }
  // what a budget holds may be held for good: pods and budgets wake the pool when something is let go
  return soonest === undefined ? undefined : { requeueAfter: soonest, urgency: 'background' };
}

/** Zones that have failed take the pool's nodes there down, and bring them back when they return. */
function switchZones(pool: NodePool, own: readonly Node[], client: Client): void {
  const failed = pool.metadata.annotations?.[ZONES_DOWN];
  if (failed === undefined && !own.some((n) => n.metadata.annotations?.[STATE] === ZONE_DOWN)) return;
  const zones = new Set(
    (failed ?? '')
      .split(',')
      .map((z) => z.trim())
      .filter(Boolean),
  );
  for (const n of own) {
    const zone = n.metadata.labels?.[ZONE] ?? '';
    const state = n.metadata.annotations?.[STATE];
    if (zones.has(zone) && state === undefined)
      client.update(nodes, { ...n, metadata: { ...n.metadata, annotations: { ...n.metadata.annotations, [STATE]: ZONE_DOWN } } });
    else if (!zones.has(zone) && state === ZONE_DOWN) {
      const { [STATE]: _was, ...annotations } = n.metadata.annotations ?? {};
      client.update(nodes, { ...n, metadata: { ...n.metadata, annotations } });
    }
  }
}

/** A node that is down because its zone is. */
const ZONE_DOWN = 'zone-down';

function report(pool: NodePool, client: Client): void {
  const own = client.list(nodes, { owner: pool.metadata.uid });
  const ready = own.filter(isReady).length;
  const current = client.get(nodePools, '', pool.metadata.name);
  if (!current) return;
  const status = {
    replicas: own.length,
    readyReplicas: ready,
    selector: formatLabelSelector({ matchLabels: { [POOL]: pool.metadata.name } }),
    ...(pool.metadata.generation === undefined ? {} : { observedGeneration: pool.metadata.generation }),
  };
  if (!equal(status, current.status)) client.updateStatus(nodePools, { ...current, status });
}
