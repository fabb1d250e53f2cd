/**
 * How fast nodes that have failed lose their pods: one node of a zone every ten seconds, none where everything seems to
 * have failed at once. Read off the taints that are there. Source: pkg/controller/nodelifecycle (handleDisruption).
 */
import { parseTime, type Ms } from '#shared/api/time.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { Node } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

const EVERY_MS: Ms = 10_000;
const EVERY_IN_LARGE_ZONE_MS: Ms = 100_000;
/** A zone is thought to be partly cut off from here on; a large one then loses its nodes more slowly, a small one none. */
const UNHEALTHY = 0.55;
const LARGE_ZONE = 50;
const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

type ZoneState = 'normal' | 'partial' | 'full';

const zoneOf = ({ metadata: { labels } }: Node): string =>
  `${labels?.['topology.kubernetes.io/region'] ?? ''}:${labels?.['topology.kubernetes.io/zone'] ?? ''}`;
const readiness = (n: Node): string | undefined => n.status.conditions?.find((c) => c.type === 'Ready')?.status;

function stateOf(zone: readonly Node[]): ZoneState {
  const failed = zone.filter((n) => readiness(n) !== 'True').length;
  if (failed > 0 && failed === zone.length) return 'full';
  return failed > 2 && failed / zone.length >= UNHEALTHY ? 'partial' : 'normal';
}

const zonesOf = (client: Client) =>
  Map.groupBy(
    client.list(nodes).filter((n) => readiness(n) !== undefined && n.metadata.labels?.[EXCLUDED] === undefined),
    zoneOf,
  );

/** True where no zone has a node left that is ready: then it is thought to be the observer who is cut off, and nobody is evicted. */
export function everythingFailed(client: Client): boolean {
  const zones = zonesOf(client);
  return zones.size > 0 && [...zones.values()].every((z) => stateOf(z) === 'full');
}

/** How long until the node may be tainted so that its pods are evicted: 0 for now, Infinity while its zone's state forbids it. */
export function evictionAllowed(node: Node, client: Client): Ms {
  const own = zonesOf(client).get(zoneOf(node)) ?? [];
  const partial = stateOf(own) === 'partial';
  if (partial && own.length <= LARGE_ZONE) return Infinity;
  const last = Math.max(
    0,
    ...own
      .flatMap((n) => n.spec.taints ?? [])
      .filter((t) => t.effect === 'NoExecute' && (t.key === 'node.kubernetes.io/not-ready' || t.key === 'node.kubernetes.io/unreachable'))
      .map((t) => parseTime(t.timeAdded) ?? 0),
  );
  return Math.max(0, last + (partial ? EVERY_IN_LARGE_ZONE_MS : EVERY_MS) - client.wallMs);
}
