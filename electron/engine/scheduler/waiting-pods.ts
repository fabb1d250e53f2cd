/**
 * The pods that wait for a node, those that are alike together. Derived from the store, so nothing is lost or forgotten.
 * Takes the part of pkg/scheduler/backend/queue: which pods are tried, in which order, after what.
 */
import { namespaceOf } from '#shared/api/object.ts';
import { localKey } from '#shared/api/ref.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod, PodCondition } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Revision } from '../store/log.ts';
import type { Change, ObjectStore } from '../store/store.ts';
import type { ClusterChange } from './plugin.ts';
import { DEFAULT_SCHEDULER, isTerminal, signatureOf } from './pod-info.ts';

/** Pods that are alike and wait. */
export interface Group {
  readonly signature: string;
  readonly priority: number;
  /** Local keys with the revisions that created the pods, oldest first. */
  keys: Map<string, Revision>;
  /** The newest of these revisions so far. */
  newest: Revision;
  /** What may let them in: changes that the plugins which turned them away named. Undefined until they have been tried. */
  retryOn: ReadonlySet<ClusterChange> | undefined;
  /** What all of them were told, while that is one message. */
  told: string | undefined;
  /** The first write since they were last tried that may let them in; 0 where there was none. */
  wokenBy: Revision;
  /** That write has been looked at, and let none of them in: the next one takes its place. */
  inVain: boolean;
}

/** True for a pod that this scheduler is to place. A gated pod waits for its gates, one that goes for nothing. */
export function awaitsNode(p: Pod): boolean {
  return (
    !p.spec.nodeName &&
    (p.spec.schedulerName ?? DEFAULT_SCHEDULER) === DEFAULT_SCHEDULER &&
    !p.spec.schedulingGates?.length &&
    !p.metadata.deletionTimestamp &&
    !isTerminal(p)
  );
}

/** Whether it was placed, and what was said where it was not. */
export function scheduledCondition(p: Pod): PodCondition | undefined {
  return p.status.conditions?.find((c) => c.type === 'PodScheduled');
}

export const keyOf = (p: Pod): string => localKey(namespaceOf(p), p.metadata.name);

export class WaitingPods {
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<string, Group>();
  readonly #store: ObjectStore;

  constructor(client: Client) {
    const { store } = client.core;
    const resource = PODS;
    this.#store = store;
    const waiting = (store.list({ resource }) as readonly Pod[]).filter(awaitsNode);
    for (const { pod } of waiting.map((pod) => ({ pod, created: this.#createdAt(pod) })).sort((a, b) => a.created - b.created))
      this.#add(pod);
    store.observe((c) => {
      if (c.ref.resource === resource) this.#apply(c);
    });
  }

  get size(): number {
    return this.#groupOf.size;
  }

  /** Groups, those that matter most first; of equal ones that whose first pod is the oldest. */
  groups(): readonly Group[] {
    return [...this.#groups.values()].sort((a, b) => b.priority - a.priority || firstOf(a) - firstOf(b));
  }

  groupOf(key: string): Group | undefined {
    return this.#groupOf.get(key);
  }

  /** Could one of these changes, made by a write, let somebody in? Notes whom. */
  concerned(changes: readonly ClusterChange[], revision: Revision): boolean {
    let any = false;
    for (const group of this.#groups.values()) {
      if (group.retryOn && !changes.some((c) => group.retryOn?.has(c))) continue;
      if (!group.wokenBy || group.inVain) group.wokenBy = revision;
      group.inVain = false;
      any = true;
    }
    return any;
  }

  #apply({ before, after }: Change): void {
    const was = before && awaitsNode(before as Pod);
    const is = after && awaitsNode(after as Pod);
    if (was && !is) this.#drop(keyOf(before as Pod));
    else if (is && !was) this.#add(after as Pod);
    else if (is && differs(before as Pod, after as Pod)) {
      this.#drop(keyOf(after as Pod));
      this.#add(after as Pod);
    }
  }

  #createdAt(p: Pod): Revision {
    return this.#store.createdAt({ resource: PODS, namespace: namespaceOf(p), name: p.metadata.name });
  }

  #add(p: Pod): void {
    const signature = signatureOf(p);
    const key = keyOf(p);
    let group = this.#groups.get(signature);
    if (!group)
      this.#groups.set(
        signature,
        (group = {
          signature,
          priority: p.spec.priority ?? 0,
          keys: new Map(),
          retryOn: undefined,
          told: undefined,
          newest: 0,
          wokenBy: 0,
          inVain: false,
        }),
      );
    const created = this.#createdAt(p);
    group.keys.set(key, created);
    if (created < group.newest)
      group.keys = new Map([...group.keys].sort(([, a], [, b]) => a - b)); // one that stepped out of its group for a while
    else group.newest = created;
    group.told = undefined;
    this.#groupOf.set(key, group);
  }

  #drop(key: string): void {
    const group = this.#groupOf.get(key);
    if (!group) return;
    this.#groupOf.delete(key);
    group.keys.delete(key);
    if (!group.keys.size) this.#groups.delete(group.signature);
  }
}

const PODS = resourceOf(pods);

/** The revision that created the oldest pod of a group. */
const firstOf = ({ keys }: Group): Revision => keys.values().next().value ?? 0;

/** Did something change that placing a pod depends on? */
export function differs(a: Pod, b: Pod): boolean {
  return a.spec !== b.spec || a.metadata.labels !== b.metadata.labels || a.metadata.ownerReferences !== b.metadata.ownerReferences;
}
