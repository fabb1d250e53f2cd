/**
 * Runs the control loops. Each has a queue of keys in order of arrival, a key at most once in it. A loop that is named
 * earlier in the list reacts sooner: a controller answers a change long before the kubelets have acted on the next, as
 * in a real cluster, where a rolling update takes its pods one by one. A change wakes keys through the watch rules; a
 * requeue is a timer of the virtual clock. Every write of a reconcile is recorded as caused by the write that woke it.
 * A reconcile that the API refuses is tried again, later each time.
 */
import { ApiError, assert, namespaceIsTerminating } from '#shared/api/errors.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { SteppedClock, Urgency } from '../clock/clock.ts';
import type { Client } from '../apiserver/client.ts';
import { internalClient } from '../apiserver/client.ts';
import type { Core } from '../apiserver/context.ts';
import type { Revision } from '../store/log.ts';
import type { Change } from '../store/store.ts';
import { ANY, type Controller, type ControllerFactory, type WatchRule } from './controller.ts';

/** A loop and what it writes with. */
interface Loop {
  readonly controller: Controller;
  readonly client: Client;
  /** Keys waiting, in order of arrival, with the write that last woke each. */
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

/** The part of its queue that a loop works off before others may react: one key of a few, many of a crowd. */
const SHARE = 1 / 8;

/** When a refused reconcile is tried again. Source: client-go's workqueue.DefaultTypedControllerRateLimiter. */
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1_000_000;

/** Retries up to here get over what loops have not done for one another yet; later ones wait for somebody to act. */
const LAST_SETTLING_RETRY_MS = 1_000;

export class Runner {
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
    this.#clock = clock;
    this.#writer = writer;
    for (const make of factories) {
      const controller = make(internalClient(core, 'controller'));
      const loop: Loop = {
        controller,
        client: internalClient(core, controller.name),
        waiting: new Map(),
        planned: new Map(),
        failures: new Map(),
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
          for (const { loop, rule } of rules) for (const key of rule.keys(change, loop.client)) this.#enqueue(loop, key, change.revision);
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
    for (const { loop, rule } of rules) for (const key of rule.keys(change, loop.client)) this.#enqueue(loop, key, change.revision);
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
      const again = loop.controller.reconcile(key, loop.client);
      loop.failures.delete(key);
      if (again) this.#plan(loop, key, cause, again.requeueAfter, again.urgency ?? 'settling');
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      if (namespaceIsTerminating(e)) loop.failures.delete(key);
      else this.#retry(loop, key, cause);
    } finally {
      this.#writer.actor = oldActor;
      this.#writer.cause = oldCause;
    }
  }

  #plan(loop: Loop, key: string, cause: Revision, after: Ms, urgency: Urgency): void {
    loop.planned.set(
      key,
      this.#clock.at(this.#clock.now + after, `${loop.controller.name} ${key}`, urgency, () => this.#enqueue(loop, key, cause)),
    );
  }

  #retry(loop: Loop, key: string, cause: Revision): void {
    const failures = loop.failures.get(key) ?? 0;
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    loop.failures.set(key, failures + 1);
    this.#plan(loop, key, cause, delay, delay <= LAST_SETTLING_RETRY_MS ? 'settling' : 'background');
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
