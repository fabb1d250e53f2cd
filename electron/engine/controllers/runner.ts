/**
 * Runs the control loops: one queue of (loop, key) in order of arrival, each pair at most once in it. A change wakes
 * keys through the watch rules; a requeue is a timer of the virtual clock. Every write of a reconcile is recorded as
 * caused by the write that woke it. A reconcile that the API refuses is tried again, later each time.
 */
import { ApiError, assert } from '#shared/api/errors.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { SteppedClock, Urgency } from '../clock/clock.ts';
import type { Client } from '../apiserver/client.ts';
import { internalClient } from '../apiserver/client.ts';
import type { Core } from '../apiserver/context.ts';
import type { Revision } from '../store/log.ts';
import type { Change } from '../store/store.ts';
import type { Controller, ControllerFactory, WatchRule } from './controller.ts';

/** A loop and what it writes with. */
interface Loop {
  readonly controller: Controller;
  readonly client: Client;
  /** Keys waiting, with the write that last woke each. */
  readonly waiting: Map<string, Revision>;
  /** What calls off the next look that a key asked for. */
  readonly planned: Map<string, () => void>;
  /** How often in a row a key's reconcile was refused. */
  readonly failures: Map<string, number>;
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

/** When a refused reconcile is tried again. Source: client-go's workqueue.DefaultTypedControllerRateLimiter. */
const FIRST_RETRY_MS = 5, LAST_RETRY_MS = 1_000_000;

export class Runner {
  readonly #clock: SteppedClock;
  readonly #writer: Writer;
  readonly #rules = new Map<ResourceId, { readonly loop: Loop; readonly rule: WatchRule }[]>();
  readonly #loops: Loop[] = [];
  readonly #reconciles = new Map<string, number>();
  /** First in, first out: `#head` walks along it and the spent front is cut off now and then. */
  #queue: { readonly loop: Loop; readonly key: string }[] = [];
  #head = 0;

  constructor(core: Core, clock: SteppedClock, writer: Writer, factories: readonly ControllerFactory[]) {
    this.#clock = clock;
    this.#writer = writer;
    for (const make of factories) {
      const controller = make(internalClient(core, 'controller'));
      const loop: Loop = { controller, client: internalClient(core, controller.name), waiting: new Map(), planned: new Map(), failures: new Map() };
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
    for (const [resource, rules] of this.#rules) {
      for (const after of core.store.list({ resource })) {
        const ref = { resource, namespace: after.metadata.namespace ?? '', name: after.metadata.name };
        const change: Change = { ref, revision: Number(after.metadata.resourceVersion), after, sent: after };
        for (const { loop, rule } of rules) for (const key of rule.keys(change, loop.client)) this.#enqueue(loop, key, change.revision);
      }
    }
  }

  #wake(change: Change): void {
    const rules = this.#rules.get(change.ref.resource);
    if (!rules) return;
    for (const { loop, rule } of rules) for (const key of rule.keys(change, loop.client)) this.#enqueue(loop, key, change.revision);
  }

  #enqueue(loop: Loop, key: string, cause: Revision): void {
    if (!loop.waiting.has(key)) this.#queue.push({ loop, key });
    loop.waiting.set(key, cause);
  }

  /** True when nothing waits. */
  get quiet(): boolean { return this.#head === this.#queue.length; }

  /** Reconciles until nothing waits, or until `stop` says so (asked between reconciles). */
  drain(stop: () => boolean = () => false): void {
    for (let n = 0; this.#head < this.#queue.length; n++) {
      assert(n < MOST_BEFORE_QUIET, `the loops come to rest (${this.queues().filter((q) => q.waiting).map((q) => q.controller).join(', ')} did not)`);
      if (stop()) return;
      const { loop, key } = this.#queue[this.#head++] as { loop: Loop; key: string };
      if (this.#head > 4096 && this.#head * 2 > this.#queue.length) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      this.#reconcile(loop, key);
    }
  }

  #reconcile(loop: Loop, key: string): void {
    const cause = loop.waiting.get(key) ?? 0, { name } = loop.controller;
    loop.waiting.delete(key);
    loop.planned.get(key)?.();
    loop.planned.delete(key);
    this.#reconciles.set(name, (this.#reconciles.get(name) ?? 0) + 1);
    const { actor: oldActor, cause: oldCause } = this.#writer;
    this.#writer.actor = name;
    this.#writer.cause = cause;
    try {
      const again = loop.controller.reconcile(key, loop.client);
      loop.failures.delete(key);
      if (again) this.#plan(loop, key, cause, again.requeueAfter, again.urgency ?? 'settling');
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      this.#retry(loop, key, cause);
    } finally {
      this.#writer.actor = oldActor;
      this.#writer.cause = oldCause;
    }
  }

  #plan(loop: Loop, key: string, cause: Revision, after: Ms, urgency: Urgency): void {
    loop.planned.set(key, this.#clock.at(this.#clock.now + after, `${loop.controller.name} ${key}`, urgency, () => this.#enqueue(loop, key, cause)));
  }

  /** Once the delay has reached its bound, waiting for the next try is no longer something that settles. */
  #retry(loop: Loop, key: string, cause: Revision): void {
    const failures = loop.failures.get(key) ?? 0, delay = FIRST_RETRY_MS * 2 ** failures;
    loop.failures.set(key, failures + 1);
    if (delay < LAST_RETRY_MS) this.#plan(loop, key, cause, delay, 'settling');
    else this.#plan(loop, key, cause, LAST_RETRY_MS, 'background');
  }

  /** How much waits, and how much was done. */
  queues(): readonly QueueState[] {
    return this.#loops.map(({ controller, waiting }) => ({ controller: controller.name, waiting: waiting.size, reconciles: this.#reconciles.get(controller.name) ?? 0 }));
  }
}
