/**
 * Runs the control loops. Each has a queue of keys in order of arrival, a key at most once in it. A loop that is named
 * earlier in the list reacts sooner: a controller answers a change long before the kubelets have acted on the next, as
 * in a real cluster, where a rolling update takes its pods one by one. A change wakes keys through the watch rules; a
 * requeue is a timer of the virtual clock. Every write of a reconcile is recorded as caused by the write that woke it.
 * A reconcile that the API refuses is tried again, later each time.
 */
import { ApiError, assert, namespaceIsTerminating } from '#shared/api/errors.ts';
import { splitLocalKey, type Ref, type ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { SteppedClock, Urgency } from '../clock/clock.ts';
import type { Client } from '../apiserver/client.ts';
import { internalClient } from '../apiserver/client.ts';
import type { Core } from '../apiserver/context.ts';
import type { Revision } from '../store/log.ts';
import type { Change, ObjectStore } from '../store/store.ts';
import { ANY, type Because, type Controller, type ControllerFactory, type Requeue, type WatchRule } from './controller.ts';

/** A loop and what it writes with. */
interface Loop {
  readonly controller: Controller;
  readonly client: Client;
  /** Keys waiting, in order of arrival, with the write that last woke each. */
  readonly waiting: Map<string, Revision>;
  /** What calls off the next look that a key asked for. */
  readonly planned: Map<string, () => void>;
  /** Since when (virtual time) a key's reconcile has been refused. */
  readonly refused: Map<string, Ms>;
  /** Keys that wait only because the document was opened: whatever was to be done for them has been tried before. */
  readonly met: Set<string>;
}

/** A queue as the debug panel shows it. */
export interface QueueState {
  readonly controller: string;
  readonly waiting: number;
  readonly reconciles: number;
}

/** Who is writing at the moment, and because of what; the store asks at each write. */
export interface Writer {
  actor: string;
  cause: Revision;
}

/** More reconciles than this without virtual time moving mean that two loops fight; the bound is asserted. */
const MOST_BEFORE_QUIET = 5_000_000;

/** The part of its queue that a loop works off before others may react: one key of a few, many of a crowd. */
const SHARE = 1 / 8;

/** When a refused reconcile is tried again. Source: client-go's workqueue.DefaultTypedControllerRateLimiter. */
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1_000_000;

/** Retries up to here get over what loops have not done for one another yet; later ones wait for somebody to act. */
const LAST_SETTLING_RETRY_MS = 1_000;

/**
 * When what has been refused since `sinceMs` is tried again: 5 ms after that, 10 ms later, 20 ms later, …. For an object
 * that is since it was last written (what is refused is mostly told there), from which the same follows after a restart.
 */
function nextAttempt(sinceMs: Ms, nowMs: Ms): { readonly inMs: Ms; readonly pauseMs: Ms } {
  let at = sinceMs;
  let pauseMs = FIRST_RETRY_MS;
  for (let next = pauseMs; at <= nowMs; next = Math.min(LAST_RETRY_MS, next * 2)) {
    pauseMs = next;
    at += next;
  }
  return { inMs: at - nowMs, pauseMs };
}

/** The object that a key of a loop stands for, if there is such: one of what the loop watches first. */
function ownOf({ watches: [first] }: Controller, key: string): Ref | undefined {
  return first && first.resource !== ANY ? { resource: first.resource, ...splitLocalKey(key) } : undefined;
}

export class Runner {
  readonly #store: ObjectStore;
  readonly #clock: SteppedClock;
  readonly #writer: Writer;
  readonly #rules = new Map<ResourceId, { readonly loop: Loop; readonly rule: WatchRule }[]>();
  readonly #found = new Map<ResourceId, readonly { readonly loop: Loop; readonly rule: WatchRule }[]>();
  readonly #loops: Loop[] = [];
  readonly #reconciles = new Map<string, number>();
  /** Whose turn it is, and for how many keys yet. */
  #turn: Loop | undefined;
  #left = 0;

  constructor(core: Core, clock: SteppedClock, writer: Writer, factories: readonly ControllerFactory[]) {
    this.#store = core.store;
    this.#clock = clock;
    this.#writer = writer;
    for (const make of factories) {
      const controller = make(internalClient(core, 'controller'));
      const loop: Loop = {
        controller,
        client: internalClient(core, controller.name),
        waiting: new Map(),
        planned: new Map(),
        refused: new Map(),
        met: new Set(),
      };
      this.#loops.push(loop);
      for (const rule of controller.watches) {
        const rules = this.#rules.get(rule.resource);
        if (rules) rules.push({ loop, rule });
        else this.#rules.set(rule.resource, [{ loop, rule }]);
      }
    }
    core.store.observe((c) => this.#wake(c));
    this.#resync(core);
  }

  /** Wakes every key of every loop, as if each object had just appeared: all a restart needs. */
  #resync(core: Core): void {
    for (const resource of new Set([...core.store.resources(), ...this.#rules.keys()])) {
      const rules = this.#rulesFor(resource);
      if (rules)
        for (const after of core.store.list({ resource })) {
          const ref = { resource, namespace: after.metadata.namespace ?? '', name: after.metadata.name };
          const change: Change = { ref, revision: Number(after.metadata.resourceVersion), after, sent: after, known: true };
          for (const { loop, rule } of rules)
            for (const key of rule.keys(change, loop.client)) {
              loop.met.add(key);
              this.#enqueue(loop, key, change.revision);
            }
        }
    }
  }

  /** The rules for a resource, with those for every resource after them. */
  #rulesFor(resource: ResourceId): readonly { readonly loop: Loop; readonly rule: WatchRule }[] | undefined {
    let rules = this.#found.get(resource);
    if (!rules)
      this.#found.set(
        resource,
        (rules = [...(this.#rules.get(resource) ?? []), ...(resource === ANY ? [] : (this.#rules.get(ANY) ?? []))]),
      );
    return rules;
  }

  #wake(change: Change): void {
    const rules = this.#rulesFor(change.ref.resource);
    if (!rules) return;
    for (const { loop, rule } of rules)
      for (const key of rule.keys(change, loop.client)) {
        loop.met.delete(key);
        this.#enqueue(loop, key, change.revision);
      }
  }

  #enqueue(loop: Loop, key: string, cause: Revision): void {
    loop.waiting.set(key, cause);
  }

  /** True when nothing waits. */
  get quiet(): boolean {
    return this.#loops.every((l) => l.waiting.size === 0);
  }

  /** Reconciles until nothing waits, or until `stop` says so (asked between reconciles). */
  drain(stop: () => boolean = () => false): void {
    for (let n = 0; ; n++) {
      assert(
        n < MOST_BEFORE_QUIET,
        `the loops come to rest (${this.queues()
          .filter((q) => q.waiting)
          .map((q) => q.controller)
          .join(', ')} did not)`,
      );
      const loop = this.#next();
      if (!loop || stop()) return;
      this.#left--;
      this.#reconcile(loop, loop.waiting.keys().next().value as string);
    }
  }

  /** The loop whose turn it is: a turn lasts for a share of the keys that waited when it began. */
  #next(): Loop | undefined {
    if (this.#left <= 0 || !this.#turn?.waiting.size) {
      this.#turn = this.#loops.find((l) => l.waiting.size > 0);
      this.#left = Math.ceil((this.#turn?.waiting.size ?? 0) * SHARE);
    }
    return this.#turn;
  }

  #reconcile(loop: Loop, key: string): void {
    const cause = loop.waiting.get(key) ?? 0;
    const { name } = loop.controller;
    loop.waiting.delete(key);
    loop.planned.get(key)?.();
    loop.planned.delete(key);
    this.#reconciles.set(name, (this.#reconciles.get(name) ?? 0) + 1);
    const { actor: oldActor, cause: oldCause } = this.#writer;
    this.#writer.actor = name;
    this.#writer.cause = cause;
    try {
      const again = loop.met.delete(key) ? this.#reconcileMet(loop, key) : loop.controller.reconcile(key, loop.client, this.#because);
      loop.refused.delete(key);
      if (again) this.#plan(loop, key, cause, again.requeueAfter, again.urgency ?? 'settling');
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      if (namespaceIsTerminating(e)) loop.refused.delete(key);
      else this.#retry(loop, key, cause);
    } finally {
      this.#writer.actor = oldActor;
      this.#writer.cause = oldCause;
    }
  }

  readonly #because: Because = (cause, run) => {
    const { cause: woken } = this.#writer;
    this.#writer.cause = cause ?? woken;
    try {
      return run();
    } finally {
      this.#writer.cause = woken;
    }
  };

  #plan(loop: Loop, key: string, cause: Revision, after: Ms, urgency: Urgency): void {
    loop.planned.set(
      key,
      this.#clock.at(this.#clock.now + after, `${loop.controller.name} ${key}`, urgency, () => this.#enqueue(loop, key, cause)),
    );
  }

  /** What is refused now was refused before: nothing is written of it, and the next attempt is when it would have been. */
  #reconcileMet({ controller, client }: Loop, key: string): Requeue | void {
    const own = ownOf(controller, key);
    if (!own || !this.#store.get(own)) return controller.reconcile(key, client, this.#because);
    return this.#store.atomic(() => controller.reconcile(key, client, this.#because));
  }

  #retry(loop: Loop, key: string, cause: Revision): void {
    const { now } = this.#clock;
    if (!loop.refused.has(key)) loop.refused.set(key, now);
    const { inMs, pauseMs } = nextAttempt(this.#writtenMs(loop.controller, key) ?? loop.refused.get(key) ?? now, now);
    this.#plan(loop, key, cause, inMs, pauseMs <= LAST_SETTLING_RETRY_MS ? 'settling' : 'background');
  }

  /** When the object that a key stands for was last written; undefined where it stands for none. */
  #writtenMs(controller: Controller, key: string): Ms | undefined {
    const own = ownOf(controller, key);
    const version = own && this.#store.get(own)?.metadata.resourceVersion;
    return own && version !== undefined ? this.#store.heldSince(own, (o) => o?.metadata.resourceVersion === version) : undefined;
  }

  /** How much waits, and how much was done. */
  queues(): readonly QueueState[] {
    return this.#loops.map(({ controller, waiting }) => ({
      controller: controller.name,
      waiting: waiting.size,
      reconciles: this.#reconciles.get(controller.name) ?? 0,
    }));
  }
}
