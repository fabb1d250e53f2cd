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
import type { Change } from '../store/store.ts';
import type { ClusterChange } from './plugin.ts';
import { DEFAULT_SCHEDULER, isTerminal, signatureOf } from './pod-info.ts';

/** Pods that are alike and wait. */
export interface Group {
  readonly signature: string;
  readonly priority: number;
  /** Local keys, in the order they came to wait. */
  readonly keys: Set<string>;
  /** What may let them in: changes that the plugins which turned them away named. Undefined until they have been tried. */
  retryOn: ReadonlySet<ClusterChange> | undefined;
  /** What all of them were told, while that is one message. */
  told: string | undefined;
}

/** True for a pod that this scheduler is to place. A gated pod waits for its gates, one that goes for nothing. */
export function awaitsNode(p: Pod): boolean {
  return !p.spec.nodeName && (p.spec.schedulerName ?? DEFAULT_SCHEDULER) === DEFAULT_SCHEDULER && !p.spec.schedulingGates?.length
    && !p.metadata.deletionTimestamp && !isTerminal(p);
}

/** Whether it was placed, and what was said where it was not. */
export function scheduledCondition(p: Pod): PodCondition | undefined {
  return p.status.conditions?.find((c) => c.type === 'PodScheduled');
}

export const keyOf = (p: Pod): string => localKey(namespaceOf(p), p.metadata.name);

export class WaitingPods {
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<string, Group>();

  constructor(client: Client) {
    const { store } = client.core, resource = resourceOf(pods);
    for (const p of store.list({ resource })) if (awaitsNode(p as Pod)) this.#add(p as Pod);
    store.observe((c) => { if (c.ref.resource === resource) this.#apply(c); });
  }

  get size(): number { return this.#groupOf.size; }

  /** Groups, those that matter most first. */
  groups(): readonly Group[] { return [...this.#groups.values()].sort((a, b) => b.priority - a.priority); }

  groupOf(key: string): Group | undefined { return this.#groupOf.get(key); }

  /** Could one of these changes let somebody in? */
  concerned(changes: readonly ClusterChange[]): boolean {
    for (const { retryOn } of this.#groups.values()) if (!retryOn || changes.some((c) => retryOn.has(c))) return true;
    return false;
  }

  #apply({ before, after }: Change): void {
    const was = before && awaitsNode(before as Pod), is = after && awaitsNode(after as Pod);
    if (was && !is) this.#drop(keyOf(before as Pod));
    else if (is && !was) this.#add(after as Pod);
    else if (is && differs(before as Pod, after as Pod)) {
      this.#drop(keyOf(after as Pod));
      this.#add(after as Pod);
    }
  }

  #add(p: Pod): void {
    const signature = signatureOf(p), key = keyOf(p);
    let group = this.#groups.get(signature);
    if (!group) this.#groups.set(signature, group = { signature, priority: p.spec.priority ?? 0, keys: new Set(), retryOn: undefined, told: undefined });
    group.keys.add(key);
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

/** Did something change that placing a pod depends on? */
export function differs(a: Pod, b: Pod): boolean {
  return a.spec !== b.spec || a.metadata.labels !== b.metadata.labels || a.metadata.ownerReferences !== b.metadata.ownerReferences;
}
