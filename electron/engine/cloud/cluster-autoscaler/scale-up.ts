/**
 * More machines for pods that fit nowhere: of the pools that could take them, the one that takes most of them and wastes
 * least. Source: cluster-autoscaler's core/scaleup and expander/waste.
 */
import type { Ms } from '#shared/api/time.ts';
import { writtenAt } from '#shared/api/object.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { providerOf } from '#shared/kinds/drydock/providers.ts';
import type { NodePool } from '#shared/kinds/drydock/types.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import type { Because } from '../../controllers/controller.ts';
import { eventsAbout, lastSeenMs, recordEvent } from '../../controllers/events.ts';
import type { Verdict } from '../../scheduler/verdict.ts';
import { Simulation } from './simulation.ts';

export const AUTOSCALER = { component: 'cluster-autoscaler' };
/** It says the same of a pod no sooner than after this long. Source: utils/kubernetes (CreateEventRecorder's spam filter). */
const SAYS_EVERY_MS: Ms = 300_000;

interface Option {
  readonly pool: NodePool;
  readonly machines: number;
  readonly helped: readonly Pod[];
  /** The part of the new machines that nobody would use. */
  readonly waste: number;
}

/** What came of it: whether a pool was enlarged, and when pods that cannot be helped are to be told again (ms from now). */
export interface ScaleUp {
  readonly enlarged: boolean;
  readonly tellInMs?: Ms;
}

/** Enlarges one pool for the pods that wait, if any can help, and tells the pods. */
export function scaleUp(waiting: readonly Pod[], pools: readonly NodePool[], client: Client, because: Because): ScaleUp {
  const hopeless = [...new Simulation(client).place(waiting).keys()];
  if (!hopeless.length) return { enlarged: false };
  const refused = new Map<Pod, string[]>();
  const options: Option[] = [];
  const refuse = (pod: Pod, why: string) => refused.set(pod, [...(refused.get(pod) ?? []), why]);
  for (const pool of pools) {
    const room = (pool.spec.maxReplicas ?? 0) - (pool.spec.replicas ?? 0);
    if (room <= 0) {
      for (const p of hopeless) refuse(p, 'max node group size reached');
      continue;
    }
    const option = tryPool(pool, room, hopeless, client, refuse);
    if (option.helped.length) options.push(option);
  }
  const best = options.sort(
    (a, b) => b.helped.length - a.helped.length || a.waste - b.waste || (a.pool.metadata.name < b.pool.metadata.name ? -1 : 1),
  )[0];
  if (best) enlarge(best, client, because);
  const unhelped = hopeless.filter((pod) => !options.some((o) => o.helped.includes(pod)));
  const tellInMs = Math.min(
    ...unhelped.map((pod) =>
      because(writtenAt(pod), () => tell(pod, `pod didn't trigger scale-up: ${counted(refused.get(pod) ?? [])}`, client)),
    ),
  );
  return { enlarged: best !== undefined, ...(unhelped.length ? { tellInMs } : {}) };
}

/** Tells a pod why no pool grows for it, where it has not heard that lately. Returns how long it need not be told again. */
function tell(pod: Pod, message: string, client: Client): Ms {
  const said = eventsAbout(client, pod)
    .filter((e) => e.reason === 'NotTriggerScaleUp' && e.message === message)
    .map(lastSeenMs);
  const left = Math.max(0, ...said) + SAYS_EVERY_MS - client.wallMs;
  if (left > 0) return left;
  recordEvent(client, AUTOSCALER, pod, { type: 'Normal', reason: 'NotTriggerScaleUp', message });
  return SAYS_EVERY_MS;
}

/** As many machines as the pods need, one after another. */
function tryPool(pool: NodePool, room: number, waiting: readonly Pod[], client: Client, refuse: (p: Pod, why: string) => void): Option {
  const simulation = new Simulation(client);
  const zones = zonesOf(pool, client);
  const made: string[] = [];
  let left: ReadonlyMap<Pod, Verdict> = new Map(waiting.map((p) => [p, { nodes: 0, rejections: new Map(), scores: [] }]));
  while (made.length < room && left.size) {
    const name = simulation.addMachine(pool, zones[made.length % Math.max(1, zones.length)]);
    const after = simulation.place([...left.keys()]);
    if (after.size === left.size) {
      for (const [pod, verdict] of after) refuse(pod, reasonOn(verdict, name));
      break;
    }
    made.push(name);
    left = after;
  }
  const waste = made.length ? 1 - made.reduce((sum, n) => sum + simulation.used(n), 0) / made.length : 1;
  return { pool, machines: made.length, helped: waiting.filter((p) => !left.has(p)), waste };
}

/** The pool's zones, those with the fewest of its machines first: where its controller would put the next ones. */
function zonesOf(pool: NodePool, client: Client): readonly string[] {
  const zones = pool.spec.zones?.length ? pool.spec.zones : providerOf(pool.spec.provider).zones;
  const ZONE = 'topology.kubernetes.io/zone';
  const own = client.list(nodes, { owner: pool.metadata.uid });
  const count = (z: string) => own.filter((n) => n.metadata.labels?.[ZONE] === z).length;
  return [...zones].sort((a, b) => count(a) - count(b) || zones.indexOf(a) - zones.indexOf(b));
}

function reasonOn({ refused, rejections, leftOut }: Verdict, node: string): string {
  return (refused ?? rejections.get(node) ?? leftOut)?.reasons.join(', ') ?? 'node(s) did not fit';
}

/** For the pods it helps: the pool grows because of the first of them. */
function enlarge({ pool, machines, helped }: Option, client: Client, because: Because): void {
  const from = pool.spec.replicas ?? 0;
  const to = from + machines;
  because(helped[0] && writtenAt(helped[0]), () => {
    client.update(nodePools, { ...pool, spec: { ...pool.spec, replicas: to } });
    recordEvent(client, AUTOSCALER, pool, {
      type: 'Normal',
      reason: 'ScaledUpGroup',
      message: `Scale-up: setting group ${pool.metadata.name} size to ${to} instead of ${from} (max: ${pool.spec.maxReplicas ?? 0})`,
    });
  });
  for (const pod of helped)
    because(writtenAt(pod), () =>
      recordEvent(client, AUTOSCALER, pod, {
        type: 'Normal',
        reason: 'TriggeredScaleUp',
        message: `pod triggered scale-up: [{${pool.metadata.name} ${from}->${to} (max: ${pool.spec.maxReplicas ?? 0})}]`,
      }),
    );
}

function counted(reasons: readonly string[]): string {
  return [...Map.groupBy(reasons, (r) => r)]
    .map(([r, all]) => `${all.length} ${r}`)
    .sort()
    .join(', ');
}
