/** Readings of the log: writes and failures over time, what each of them did, and what was used. */
import type { Ms } from '../api/time.ts';
import type { State } from '../graph/object-state.ts';

/** Writes and failures in one slice of time. */
export interface HistogramBar {
  readonly fromMs: Ms;
  readonly writes: number;
  readonly failures: number;
}

/** A resource's row in the time line. */
export interface Lane {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly depth: number;
  readonly bars: readonly { readonly fromMs: Ms; readonly toMs: Ms; readonly state: State }[];
  readonly marks: readonly {
    readonly atMs: Ms;
    readonly revision: number;
    readonly kind: 'user' | 'warning' | 'failure';
    readonly text: string;
  }[];
}

/** One write, as the event list shows it. */
export interface LogRow {
  readonly revision: number;
  readonly atMs: Ms;
  readonly actor: string;
  readonly cause: number;
  readonly key: string;
  readonly verb: 'create' | 'update' | 'delete';
  /** What it did, in a few words. */
  readonly text: string;
  /** True where it only kept count or said that something is on its way, and no person made it. */
  readonly small?: true;
}

/** Of one resource (cpu in thousandths of a core, memory in bytes): what is used, what was requested, and what there is at most, where there is a most (of nodes what they can allocate, of pods their limits). */
export interface ResourceUse {
  readonly used: number;
  readonly requested: number;
  readonly most?: number;
}

/** What something uses at an instant, and how many of its pods run then. */
export interface UsagePoint {
  readonly atMs: Ms;
  readonly pods: number;
  readonly cpu: ResourceUse;
  readonly memory: ResourceUse;
}

/** What one node or pod uses, as `kubectl top` lists it. */
export interface UsageRow extends Omit<UsagePoint, 'atMs'> {
  readonly key: string;
  readonly kind: 'Node' | 'Pod';
  readonly name: string;
  readonly namespace: string;
}
