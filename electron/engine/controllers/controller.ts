/**
 * The contract of a control loop, after controller-runtime: a key comes in, never an event, so the logic can only look
 * at what is (level-based). What wakes a loop is data: its watch rules.
 */
import type { Ms } from '#shared/api/time.ts';
import type { Urgency } from '../clock/clock.ts';
import type { Client } from '../apiserver/client.ts';
import type { Revision } from '../store/log.ts';
import type { Change } from '../store/store.ts';
import type { ResourceId } from '#shared/api/ref.ts';

/** In place of a resource: every resource, also those that custom resource definitions add later. */
export const ANY = '*';

/** Which changes of which resource wake the loop, and for which keys. */
export interface WatchRule {
  /** 'core/pods', or ANY. */
  readonly resource: ResourceId;
  /** Keys to reconcile after a change; local keys ('shop/web') of whatever the loop reconciles. */
  keys(change: Change, client: Client): Iterable<string>;
}

/**
 * When to look at a key again though nothing has changed. It stands until the key is next reconciled: each reconcile
 * says anew when it wants to be called, or that it need not be.
 */
export interface Requeue {
  readonly requeueAfter: Ms;
  /** Whether something is under way until then (the default) or it is only a schedule. */
  readonly urgency?: Urgency;
}

/** The soonest of several wishes; until then something is under way if it is for any of them. */
export function soonest(...wishes: readonly (Requeue | undefined)[]): Requeue | undefined {
  let first: Requeue | undefined;
  for (const w of wishes) {
    if (!w) continue;
    const urgency = isSettling(w) || (first && isSettling(first)) ? 'settling' : 'background';
    first = { requeueAfter: Math.min(w.requeueAfter, first?.requeueAfter ?? Infinity), urgency };
  }
  return first;
}

const isSettling = ({ urgency = 'settling' }: Requeue): boolean => urgency === 'settling';

/**
 * A control loop. `reconcile` is called with a key until it has nothing left to do; on a quiet cluster it writes nothing.
 * An ApiError it lets pass means that the API refused something: the key is tried again, after 5 ms, 10 ms, 20 ms, ….
 */
export interface Controller {
  /** As Kubernetes names it in events and managed fields: 'deployment-controller'. */
  readonly name: string;
  readonly watches: readonly WatchRule[];
  reconcile(key: string, client: Client, because: Because): Requeue | void;
}

/**
 * Puts what `run` writes down to another write than the one that woke the key: for loops that look after many objects under
 * one. With undefined nothing changes.
 */
export type Because = <T>(cause: Revision | undefined, run: () => T) => T;

/** Makes a loop for one cluster. Loops may keep caches derived from the store, never facts of their own. */
export type ControllerFactory = (client: Client) => Controller;
