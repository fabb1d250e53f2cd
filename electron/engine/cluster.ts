/** A simulated cluster: composes store, API server and loops over ports for the log and the seed. Knows no host. */
import type { ApiRequest, ApiResponse } from '#shared/api/request.ts';
import type { Ms } from '#shared/api/time.ts';
import { kinds } from '#shared/kinds/index.ts';
import { admissionPlugins } from './apiserver/admission/index.ts';
import { allocators } from './apiserver/allocation/index.ts';
import { internalClient, type Client } from './apiserver/client.ts';
import type { Core, User } from './apiserver/context.ts';
import { serveCustomResources } from './apiserver/custom-resources.ts';
import { handleRequest } from './apiserver/request/request.ts';
import type { Watch } from './apiserver/request/watch.ts';
import { Resources } from './apiserver/resources.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { SteppedClock } from './clock/clock.ts';
import { seeded } from './clock/random.ts';
import type { ControllerFactory } from './controllers/controller.ts';
import { controllers } from './controllers/index.ts';
import { Runner, type Writer } from './controllers/runner.ts';
import { indexes } from './store/indexes.ts';
import type { RevisionLog } from './store/log.ts';
import { ObjectStore } from './store/store.ts';

/** What a cluster is made from. */
export interface ClusterOptions {
  readonly log: RevisionLog;
  /** All chance follows from it. */
  readonly seed: number;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
  /** Where virtual time stood when the log was last written; 0 for a new design. */
  readonly startAtMs?: Ms;
  /** What tokens of service accounts are signed with: a host that lets strangers ask gives a secret of its own; else it follows from the seed. */
  readonly tokenKey?: string;
  /** The control loops; all that there are, unless given. */
  readonly loops?: readonly ControllerFactory[];
}

export class Cluster {
  readonly core: Core;
  readonly #clock: SteppedClock;
  readonly #runner: Runner;
  readonly #writer: Writer = { actor: 'apiserver', cause: 0 };

  constructor({ log, seed, epochMs, startAtMs = 0, tokenKey, loops = controllers }: ClusterOptions) {
    this.#clock = new SteppedClock(startAtMs);
    const store = new ObjectStore(log, () => ({ ...this.#writer, atMs: this.#clock.now }), indexes);
    const random = seeded(seed);
    this.core = {
      store,
      resources: new Resources(kinds),
      clock: this.#clock,
      random,
      epochMs,
      tokenKey: tokenKey ?? random.fork('token-key').suffix(40),
      admission: admissionPlugins,
      allocators,
    };
    serveCustomResources(store, this.core.resources);
    if (log.head === 0) bootstrap(this.client('kube-apiserver'));
    this.#runner = new Runner(this.core, this.#clock, this.#writer, loops);
  }

  /** Virtual now, in ms since the epoch of the design. */
  get now(): Ms {
    return this.#clock.now;
  }

  /** A client that writes as `name`. */
  client(name: string): Client {
    return internalClient(this.core, name);
  }

  /** Answers an API request that `user` makes: what it writes is that user's, caused by nothing. */
  request(request: ApiRequest, user: User): ApiResponse | Watch {
    return this.actingAs(user.name, () => handleRequest(this.core, request, user));
  }

  /** Does `run` as `actor`: what it writes is recorded as that person's, caused by nothing. */
  actingAs<T>(actor: string, run: () => T): T {
    const { actor: oldActor, cause } = this.#writer;
    this.#writer.actor = actor;
    this.#writer.cause = 0;
    try {
      return run();
    } finally {
      this.#writer.actor = oldActor;
      this.#writer.cause = cause;
    }
  }

  /**
   * Lets virtual time pass until `until` (ms): drain the queues until quiet, take the earliest timer
   * (and those due with it), set now, repeat.
   * `stop` is asked between steps so that a host can do it in slices; true if `until` was reached.
   */
  advanceTo(until: Ms, stop: () => boolean = () => false): boolean {
    for (;;) {
      this.#runner.drain(stop);
      if (stop()) return false;
      if (!this.#clock.step(until)) return true;
      while (this.#clock.nextDue() === this.now) this.#clock.step(until);
    }
  }

  /** Jumps ahead while something is settling, at most to `until`. True once nothing is. */
  advanceUntilQuiet(until: Ms = Infinity, stop?: () => boolean): boolean {
    for (;;) {
      if (!this.advanceTo(this.now, stop)) return false;
      const due = this.#clock.nextDue('settling');
      if (due === undefined) return true;
      if (due > until) {
        this.advanceTo(until, stop);
        return false;
      }
      if (!this.advanceTo(due, stop)) return false;
    }
  }

  /** Queues and timers, for the debug panel. */
  inspect(): { readonly queues: ReturnType<Runner['queues']>; readonly timers: ReturnType<SteppedClock['planned']> } {
    return { queues: this.#runner.queues(), timers: this.#clock.planned() };
  }
}
