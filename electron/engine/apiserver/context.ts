/** What travels with a request through the pipeline, who looks at it on the way, and what all of it stands on. */
import type { Random } from '../clock/random.ts';
import type { VirtualClock } from '../clock/clock.ts';
import type { ObjectStore } from '../store/store.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Resource, Resources } from './resources.ts';
import { formatMicroTime, formatTime, type Ms } from '#shared/api/time.ts';

/** Who a request is made as. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The group that may do everything. */
export const MASTERS = 'system:masters';

/** What a write may ask for beside the object. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Who the fields are recorded as managed by; the user agent's name where absent. */
  readonly fieldManager?: string;
  /** Apply only: take fields from other managers. */
  readonly force?: boolean;
}

/** One write on its way: what admission and managed fields are told. */
export interface WriteContext extends WriteOptions {
  readonly user: User;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource;
  readonly subresource: string;
  readonly namespace: string;
  /** '' before a generated name is drawn. */
  readonly name: string;
  /** Collects what becomes Warning headers. */
  warn(text: string): void;
}

/** Sees every write before it is validated and stored. Refuses by throwing an ApiError. */
export interface AdmissionPlugin {
  /** As Kubernetes names it: 'LimitRanger'. */
  readonly name: string;
  /** Resources it looks at ('core/pods'); all, unless given. */
  readonly resources?: readonly string[];
  /** Completes the object. Returns the same one if there is nothing to add. */
  admit?(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): ApiObject;
  /** Checks the object once every plugin has completed it. For a delete, `o` is what is about to go. */
  validate?(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): void;
}

/**
 * Fills in what must be unique in the cluster: a Service's addresses and node ports. Runs after admission and before validation, as Kubernetes' BeginCreate and BeginUpdate. What is taken is read off the
 * objects that are there: nothing is remembered, so nothing can leak. Refuses by throwing an ApiError.
 */
export interface Allocator {
  readonly resource: ResourceId;
  allocate(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): ApiObject;
}

/** What the pipeline stands on. One a cluster. */
export interface Core {
  readonly store: ObjectStore;
  readonly resources: Resources;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** The instant, in ms since 1970, at which virtual time is 0. */
  readonly epochMs: Ms;
  /** What tokens of service accounts are signed with. */
  readonly tokenKey: string;
  readonly admission: readonly AdmissionPlugin[];
  readonly allocators: readonly Allocator[];
}

/** Virtual now as an instant, in ms since 1970. */
export const wallMs = (core: Pick<Core, 'epochMs' | 'clock'>): Ms => core.epochMs + core.clock.now;

/** Virtual now as a timestamp of whole seconds. */
export const timestamp = (core: Pick<Core, 'epochMs' | 'clock'>): string => formatTime(wallMs(core));

/** Virtual now as a timestamp of microseconds. */
export const microTimestamp = (core: Pick<Core, 'epochMs' | 'clock'>): string => formatMicroTime(wallMs(core));
