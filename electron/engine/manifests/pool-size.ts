/**
 * A NodePool that would hold what is about to run: its pods packed onto machines as they are after the provider and the
 * system have taken their share, no fewer than spreading asks for, in the zones it asks for.
 */
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { podRequests, type Amounts } from '#shared/kinds/core/pod-requests.ts';
import { allocatableOf, providerOf, type MachineType } from '#shared/kinds/drydock/providers.ts';
import type { PodAffinityTerm, PodSpec } from '#shared/kinds/types.ts';

/** Pods that are alike. */
interface Crowd {
  readonly spec: PodSpec;
  readonly requests: Amounts;
  /** How many; undefined for one on every node. */
  readonly count: number | undefined;
  /** At most one of them on a node. */
  readonly apart: boolean;
}

const GIB = 1024 ** 3;
/** What the cluster's own pods take of every node: thousandths of a cpu and bytes. */
const SYSTEM: Amounts = { cpu: 200, memory: 256 * 1024 ** 2 };
/** Nodes beyond which larger machines are taken, and the share of a machine that is filled. */
const COMFORTABLE = 6;
const FILL = 0.85;
/** A machine that is no larger than this is not offered first: a cluster of tiny nodes teaches little. */
const FIRST_MACHINE = 'medium';
const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const ZONES = ['zone-a', 'zone-b', 'zone-c'];
const WELL_KNOWN =
  /^(?:kubernetes\.io\/(?:os|arch|hostname)|topology\.kubernetes\.io\/(?:zone|region)|node\.kubernetes\.io\/instance-type)$/;

/** The pool for these objects, as a manifest; undefined where none of them runs pods. `name` is one that is free. */
export function poolFor(objects: readonly ApiObject[], name: string): JsonObject | undefined {
  const crowds = objects.flatMap(crowdOf);
  if (!crowds.length) return undefined;
  const provider = providerOf(undefined);
  const first = provider.machines.findIndex((m) => m.name === FIRST_MACHINE);
  const zones = zonesFor(crowds);
  const least = Math.max(
    ...crowds.map((c) => (c.apart ? (c.count ?? 1) : 1)),
    zones.length,
    crowds.some((c) => (c.count ?? 1) > 1) ? 2 : 1,
  );
  let machine: MachineType | undefined;
  let nodes = 0;
  for (const m of provider.machines.slice(first)) {
    const n = nodesNeeded(crowds, m);
    if (n === undefined) continue;
    machine = m;
    nodes = Math.max(n, least);
    if (n <= Math.max(COMFORTABLE, least)) break;
  }
  const extended = extendedOf(crowds);
  const labels = labelsFor(crowds);
  const own = machine ? undefined : made(crowds);
  const size = machine
    ? { machineType: machine.name, ...(extended ? { capacity: extended } : {}) }
    : { capacity: { cpu: String(own?.cpus), memory: `${own?.memory}Gi`, ...extended } };
  if (own) nodes = Math.max(least, nodesNeeded(crowds, own) ?? crowds.reduce((n, c) => n + (c.count ?? 0), 0));
  return {
    apiVersion: 'drydock.dev/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: { ...size, replicas: nodes, ...(zones.length ? { zones } : {}), ...(labels ? { labels } : {}) },
  };
}

function crowdOf(o: ApiObject): readonly Crowd[] {
  const spec = (o as { spec?: JsonObject }).spec ?? {};
  const template = o.kind === 'Pod' ? spec : templateOf(o.kind, spec);
  if (!isObject(template) || !Array.isArray(template['containers'])) return [];
  const pod = template as unknown as PodSpec;
  if (pod.nodeName) return [];
  const count =
    o.kind === 'DaemonSet'
      ? undefined
      : o.kind === 'Job' || o.kind === 'CronJob'
        ? jobPods(o.kind === 'Job' ? spec : ((spec['jobTemplate'] as JsonObject)['spec'] as JsonObject))
        : o.kind === 'Pod'
          ? 1
          : Number(spec['replicas'] ?? 1);
  return count === 0 ? [] : [{ spec: pod, requests: podRequests(pod), count, apart: isApart(pod) }];
}

function templateOf(kind: string, spec: JsonObject): unknown {
  const job = kind === 'CronJob' ? (spec['jobTemplate'] as JsonObject | undefined)?.['spec'] : spec;
  return ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind) && isObject(job)
    ? (job['template'] as JsonObject | undefined)?.['spec']
    : undefined;
}

const jobPods = (spec: JsonObject): number => Math.min(Number(spec['parallelism'] ?? 1), Number(spec['completions'] ?? Infinity));

/** Whether its pods keep off each other's nodes: by anti-affinity, by a port of the host. */
function isApart(spec: PodSpec): boolean {
  const terms: readonly PodAffinityTerm[] = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return (
    terms.some((t) => t.topologyKey === HOST) ||
    spec.containers.some((c) => c.ports?.some((p) => p.hostPort || (spec.hostNetwork && p.containerPort)))
  );
}

function zonesFor(crowds: readonly Crowd[]): readonly string[] {
  const named = new Set(
    crowds.flatMap(({ spec }) => [
      ...(spec.nodeSelector?.[ZONE] ? [spec.nodeSelector[ZONE]] : []),
      ...(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).flatMap((t) =>
        (t.matchExpressions ?? []).filter((e) => e.key === ZONE && e.operator === 'In').flatMap((e) => e.values ?? []),
      ),
    ]),
  );
  if (named.size) return [...named].sort();
  const spread = crowds.some(
    ({ spec }) =>
      spec.topologySpreadConstraints?.some((t) => t.topologyKey === ZONE) ||
      [
        ...(spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
        ...(spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((p) => p.podAffinityTerm),
      ].some((t) => t.topologyKey === ZONE),
  );
  return spread ? ZONES : [];
}

/** Labels that pods ask of their nodes. */
function labelsFor(crowds: readonly Crowd[]): JsonObject | undefined {
  const labels = Object.fromEntries(
    crowds.flatMap(({ spec }) => Object.entries(spec.nodeSelector ?? {}).filter(([k]) => !WELL_KNOWN.test(k))),
  );
  return Object.keys(labels).length ? labels : undefined;
}

/** Devices and the like that pods ask for: as many on each node as the neediest pod wants. */
function extendedOf(crowds: readonly Crowd[]): JsonObject | undefined {
  const most: Record<string, string> = {};
  for (const { requests } of crowds)
    for (const [r, n] of Object.entries(requests))
      if (r.includes('/') || r.startsWith('hugepages-')) most[r] = String(Math.max(n, Number(most[r] ?? 0)));
  return Object.keys(most).length ? most : undefined;
}

interface Room {
  cpu: number;
  memory: number;
  disk: number;
  pods: number;
  readonly has: Set<Crowd>;
}

/** How many machines of a type hold them all, largest first; undefined where one pod alone does not fit. */
function nodesNeeded(crowds: readonly Crowd[], m: Pick<MachineType, 'cpus' | 'memory' | 'pods'>): number | undefined {
  const provider = providerOf(undefined);
  const whole = allocatableOf(provider, { cpu: m.cpus * 1000, memory: m.memory * GIB, disk: provider.bootDisk, pods: m.pods });
  const need = (c: Crowd) => ({
    cpu: c.requests['cpu'] ?? 0,
    memory: c.requests['memory'] ?? 0,
    disk: c.requests['ephemeral-storage'] ?? 0,
  });
  const everywhere = crowds.filter((c) => c.count === undefined).map(need);
  const fresh = (): Room => ({
    cpu: whole.cpu * FILL - (SYSTEM['cpu'] as number) - everywhere.reduce((n, e) => n + e.cpu, 0),
    memory: whole.memory * FILL - (SYSTEM['memory'] as number) - everywhere.reduce((n, e) => n + e.memory, 0),
    disk: whole.disk - everywhere.reduce((n, e) => n + e.disk, 0),
    pods: whole.pods - everywhere.length - 4,
    has: new Set(),
  });
  const rooms: Room[] = [fresh()];
  if ((rooms[0] as Room).cpu < 0 || (rooms[0] as Room).memory < 0) return undefined;
  for (const c of crowds
    .filter((x) => x.count !== undefined)
    .sort((a, b) => need(b).cpu + (need(b).memory / GIB) * 250 - need(a).cpu - (need(a).memory / GIB) * 250)) {
    const n = need(c);
    let from = 0;
    for (let left = c.count as number; left > 0; left--) {
      const fits = (r: Room) => r.cpu >= n.cpu && r.memory >= n.memory && r.disk >= n.disk && r.pods >= 1 && !(c.apart && r.has.has(c));
      while (from < rooms.length && !fits(rooms[from] as Room)) from++;
      if (from === rooms.length) {
        rooms.push(fresh());
        if (!fits(rooms[from] as Room)) return undefined;
      }
      const r = rooms[from] as Room;
      r.cpu -= n.cpu;
      r.memory -= n.memory;
      r.disk -= n.disk;
      r.pods--;
      r.has.add(c);
    }
  }
  return rooms.length;
}

/** A machine made to measure, where no type holds the largest pod. */
function made(crowds: readonly Crowd[]): Pick<MachineType, 'cpus' | 'memory' | 'pods'> {
  const most = (r: string) => Math.max(...crowds.map((c) => c.requests[r] ?? 0));
  return { cpus: Math.ceil((most('cpu') / 1000 + 1) * 1.2), memory: Math.ceil((most('memory') / GIB + 1) * 1.2), pods: 110 };
}
