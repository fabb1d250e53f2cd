/** What nodes and pods used, at any instant of the past: reckoned from the objects as they were, as the metrics API does for now. */
import { controllerOf, groupOf, isTerminating, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { keyOf, parseKey, resourceId, type ResourceId } from '#shared/api/ref.ts';
import { equalityMatcher } from '#shared/api/selector.ts';
import type { Ms } from '#shared/api/time.ts';
import type { ResourceUse, UsagePoint, UsageRow } from '#shared/ipc/timeline.ts';
import { amountOf, podLimits, podRequests } from '#shared/kinds/core/pod-requests.ts';
import type { Node, OwnerReference, Pod, Service } from '#shared/kinds/types.ts';
import { isReady } from '../kubelet/node-kind.ts';
import { systemUsage } from '../metrics/resource-metrics.ts';
import { loadOf, sumOf, usageOf } from '../metrics/usage.ts';
import { prefixEnd, type Revision, type RevisionLog } from '../store/log.ts';
import type { ObjectStore } from '../store/store.ts';
import { touched } from './changes.ts';

/** What usage is reckoned from, and what leads from a pod to the workload it belongs to. */
const READ: readonly ResourceId[] = ['core/nodes', 'core/pods', 'core/services', 'apps/replicasets', 'batch/jobs'];
/** Pods looked at for one answer, all instants together: a large cluster gets fewer instants. */
const MOST_READINGS = 60_000;
const POOL = 'drydock.dev/node-pool';

/** What the past is read from. What is as it was then is taken from what is alive: nothing of that needs decoding. */
export interface UsageSources {
  readonly log: RevisionLog;
  readonly store: ObjectStore;
  revisionAt(atMs: Ms): Revision;
}

/** What is asked about: a node, pool, namespace, Service, workload or pod; else a namespace, or all. */
interface Of {
  readonly key?: string;
  readonly namespace?: string;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
}

export interface UsageQuery extends Of {
  readonly fromMs: Ms;
  readonly toMs: Ms;
  readonly points: number;
}

export interface TopQuery extends Of {
  readonly of: 'nodes' | 'pods';
  readonly atMs: Ms;
  readonly limit: number;
}

/** Instants of a span, with what was used at each; those before anything was written are left out. */
export function usageOver(sources: UsageSources, { fromMs, toMs, points, ...of }: UsageQuery): readonly UsagePoint[] {
  const { log, store } = sources;
  let revision = sources.revisionAt(fromMs);
  const objects = readAll(sources, revision);
  const found: UsagePoint[] = [];
  const many = Math.max(2, Math.min(points, Math.floor(MOST_READINGS / Math.max(1, countPods(objects), store.count('core/pods')))));
  for (let i = 0; i < many; i++) {
    const atMs = Math.round(fromMs + ((toMs - fromMs) * i) / (many - 1));
    const next = sources.revisionAt(atMs);
    if (next === 0) continue;
    for (const key of touched(log, revision, next)) {
      if (!READ.includes(parseKey(key).resource)) continue;
      const then = log.headOf(key) <= next ? store.get(parseKey(key)) : valueAt(log, key, next);
      if (then) objects.set(key, then);
      else objects.delete(key);
    }
    revision = next;
    found.push(new Instant(objects, of.epochMs + atMs).point(atMs, of));
  }
  return found;
}

/** Every node or pod at an instant, those that use most cpu first. */
export function topAt(sources: UsageSources, { of, atMs, limit, ...where }: TopQuery): readonly UsageRow[] {
  const instant = new Instant(readAll(sources, sources.revisionAt(atMs)), where.epochMs + atMs);
  return (of === 'nodes' ? instant.nodeRows() : instant.podRows(where.namespace))
    .sort((a, b) => b.cpu.used - a.cpu.used || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
}

function valueAt(log: RevisionLog, key: string, at: Revision): ApiObject | undefined {
  const entry = log.latest(key, at);
  return entry && !entry.deleted ? entry.value : undefined;
}

function readAll({ log, store }: UsageSources, at: Revision): Map<string, ApiObject> {
  const objects = new Map<string, ApiObject>();
  if (at >= log.head)
    for (const resource of READ)
      for (const o of store.list({ resource }))
        objects.set(keyOf({ resource, namespace: o.metadata.namespace ?? '', name: o.metadata.name }), o);
  else if (at > 0) for (const r of READ) for (const e of log.range(`${r}/`, prefixEnd(`${r}/`), at)) objects.set(e.key, e.value);
  return objects;
}

function countPods(objects: ReadonlyMap<string, ApiObject>): number {
  let n = 0;
  for (const o of objects.values()) if (o.kind === 'Pod') n++;
  return n;
}

const NOTHING = { cpu: 0, memory: 0 };
const over = (p: Pod) => p.status.phase === 'Succeeded' || p.status.phase === 'Failed';

/** The cluster at one instant. */
class Instant {
  readonly #objects: ReadonlyMap<string, ApiObject>;
  readonly #wallMs: Ms;
  readonly #pods: Pod[] = [];
  readonly #nodes: Node[] = [];
  readonly #services = new Map<string, Service[]>();
  readonly #load = new Map<string, (pod: Pod) => number>();

  constructor(objects: ReadonlyMap<string, ApiObject>, wallMs: Ms) {
    this.#objects = objects;
    this.#wallMs = wallMs;
    for (const o of objects.values()) {
      if (o.kind === 'Pod') this.#pods.push(o as Pod);
      else if (o.kind === 'Node') this.#nodes.push(o as Node);
      else if (o.kind === 'Service') this.#services.set(namespaceOf(o), [...(this.#services.get(namespaceOf(o)) ?? []), o as Service]);
    }
  }

  point(atMs: Ms, of: Of): UsagePoint {
    const machines = this.#machines(of);
    const names = machines && new Set(machines.map((n) => n.metadata.name));
    const belongs = names ? (p: Pod) => names.has(p.spec.nodeName ?? '') : this.#belonging(of);
    const all = this.#pods.filter((p) => !over(p) && belongs(p));
    return { atMs, pods: all.filter((p) => p.status.phase === 'Running').length, ...this.#use(all, machines) };
  }

  nodeRows(): UsageRow[] {
    const on = Map.groupBy(
      this.#pods.filter((p) => !over(p)),
      (p) => p.spec.nodeName ?? '',
    );
    return this.#nodes.filter(isReady).map(({ metadata: { name } }, i, ready) => {
      const all = on.get(name) ?? [];
      return {
        key: keyOf({ resource: 'core/nodes', namespace: '', name }),
        kind: 'Node',
        name,
        namespace: '',
        pods: all.length,
        ...this.#use(all, [ready[i] as Node]),
      };
    });
  }

  podRows(namespace: string | undefined): UsageRow[] {
    return this.#pods
      .filter((p) => p.status.phase === 'Running' && (namespace === undefined || namespaceOf(p) === namespace))
      .map((p) => {
        const { name } = p.metadata;
        return {
          key: keyOf({ resource: 'core/pods', namespace: namespaceOf(p), name }),
          kind: 'Pod',
          name,
          namespace: namespaceOf(p),
          pods: 1,
          ...this.#use([p], undefined),
        };
      });
  }

  /** What pods, and the machines themselves where machines are asked about, use and request. */
  #use(all: readonly Pod[], machines: readonly Node[] | undefined): { readonly cpu: ResourceUse; readonly memory: ResourceUse } {
    const used = { ...NOTHING };
    const requested = { ...NOTHING };
    const most = { ...NOTHING };
    let unbounded = { cpu: false, memory: false };
    for (const n of (machines ?? []).filter(isReady)) {
      const s = systemUsage(n);
      used.cpu += s.cpu;
      used.memory += s.memory;
    }
    for (const p of all) {
      const u = this.#usage(p);
      const r = podRequests(p.spec);
      const l = podLimits(p.spec);
      for (const k of ['cpu', 'memory'] as const) {
        used[k] += u[k];
        requested[k] += r[k] ?? 0;
        if (!machines && l[k] === undefined) unbounded = { ...unbounded, [k]: true };
        else if (!machines) most[k] += l[k] ?? 0;
      }
    }
    for (const n of machines ?? []) for (const k of ['cpu', 'memory'] as const) most[k] += amountOf(k, n.status.allocatable?.[k]);
    const of = (k: 'cpu' | 'memory'): ResourceUse => ({
      used: Math.round(used[k]),
      requested: requested[k],
      ...(most[k] > 0 && !unbounded[k] && { most: most[k] }),
    });
    return { cpu: of('cpu'), memory: of('memory') };
  }

  #usage(p: Pod): { readonly cpu: number; readonly memory: number } {
    if (isTerminating(p) && !p.status.containerStatuses?.some((s) => s.state?.running)) return NOTHING;
    const namespace = namespaceOf(p);
    const load =
      this.#load.get(namespace) ??
      loadOf(this.#services.get(namespace) ?? [], () => this.#pods.filter((x) => namespaceOf(x) === namespace));
    this.#load.set(namespace, load);
    const used = usageOf(p, load(p), this.#wallMs);
    return used ? sumOf(used) : NOTHING;
  }

  /** The machines that are asked about: of all, of a pool, or one; undefined where pods are. */
  #machines({ key, namespace }: Of): readonly Node[] | undefined {
    if (key === undefined) return namespace === undefined ? this.#nodes : undefined;
    const { resource, name } = parseKey(key);
    if (resource === 'core/nodes') return this.#nodes.filter((n) => n.metadata.name === name);
    return resource === 'drydock.dev/nodepools' ? this.#nodes.filter((n) => n.metadata.labels?.[POOL] === name) : undefined;
  }

  #belonging({ key, namespace }: Of): (p: Pod) => boolean {
    if (key === undefined) return (p) => namespaceOf(p) === namespace;
    const ref = parseKey(key);
    if (ref.resource === 'core/namespaces') return (p) => namespaceOf(p) === ref.name;
    if (ref.resource === 'core/services') {
      const selector = (this.#objects.get(key) as Service | undefined)?.spec.selector;
      const matches = selector && equalityMatcher(selector);
      return (p) => namespaceOf(p) === ref.namespace && matches?.(p.metadata.labels) === true;
    }
    return (p) => this.#leadsTo(p, key);
  }

  /** Whether an object is the one of a key, or is controlled by it, at whatever remove. */
  #leadsTo(o: ApiObject, key: string): boolean {
    for (
      let at: ApiObject | undefined = o, own = keyOf({ resource: 'core/pods', namespace: namespaceOf(o), name: o.metadata.name });
      ;
      at = this.#objects.get(own)
    ) {
      if (own === key) return true;
      const owner: OwnerReference | undefined = at && controllerOf(at);
      if (!owner) return false;
      own = keyOf({
        resource: resourceId(groupOf(owner.apiVersion), `${owner.kind.toLowerCase()}s`),
        namespace: namespaceOf(o),
        name: owner.name,
      });
    }
  }
}
